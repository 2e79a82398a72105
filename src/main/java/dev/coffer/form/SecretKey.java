package dev.coffer.form;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for the name of a secret: always a portable environment-variable name (POSIX.1-2017, 8.1), kept in the case
 * that was typed. Refuses names that change how programs load code or where they connect, because whoever may set such
 * a name runs code in every app that reads the project.
 */
public final class SecretKey {
    public static final int DEFAULT_LIMIT = 256;

    private static final String SHAPE = "Use letters, digits and underscores, not starting with a digit";

    private static final List<Family> REFUSED = List.of(
            new Family(
                    Set.of("GCONV_PATH", "GLIBC_TUNABLES"),
                    List.of("LD_", "DYLD_", "MALLOC_"),
                    "%s changes how programs load code, so Coffer does not store it. Set it where the program starts"),
            new Family(
                    Set.of("PATH", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "PS4", "PROMPT_COMMAND"),
                    List.of("BASH_FUNC_"),
                    "%s changes what a shell runs, so Coffer does not store it. Choose a name of the app's own"),
            new Family(
                    Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH",
                            "NODE_OPTIONS", "NODE_PATH", "ELECTRON_RUN_AS_NODE",
                            "PYTHONSTARTUP", "PYTHONPATH", "PYTHONHOME", "PERL5OPT", "PERL5LIB",
                            "RUBYOPT", "RUBYLIB", "PHPRC", "PHP_INI_SCAN_DIR", "DOTNET_STARTUP_HOOKS"),
                    List.of("CORECLR_", "COR_"),
                    "%s changes what code a language runtime loads, so Coffer does not store it. "
                            + "Set it where the program starts"),
            new Family(
                    Set.of("HOSTALIASES", "RES_OPTIONS"),
                    List.of(),
                    "%s changes where host names lead, so Coffer does not store it. Set it where the program starts"),
            new Family(
                    Set.of("GIT_EXTERNAL_DIFF", "EDITOR", "VISUAL", "PAGER"),
                    List.of("GIT_SSH", "GIT_CONFIG"),
                    "%s names a program that others start, so Coffer does not store it. "
                            + "Choose a name of the app's own"),
            new Family(
                    Set.of(),
                    List.of("COFFER_"),
                    "Names that start with COFFER_ belong to Coffer itself, so %s is taken. Choose another name"));

    private SecretKey() {}

    /** A key as a form sends it: blanks at both ends are dropped, everything else stays as typed. */
    public static String fromForm(String typed) {
        return typed == null ? "" : typed.strip();
    }

    /** Why the key can't be stored, in a sentence for people; empty when it can. The limit is in characters. */
    public static Optional<String> fault(String key, int limit) {
        if (key.isBlank()) {
            return Optional.of("Secret key is required");
        }
        if (key.length() > limit) {
            return Optional.of("Secret key has %d characters, the limit is %d".formatted(key.length(), limit));
        }
        if (!isName(key)) {
            return Optional.of(SHAPE);
        }
        return REFUSED.stream().filter(family -> family.has(key)).findFirst().map(family -> family.why(key));
    }

    /** What a person should know before storing the key, which is allowed all the same. */
    public static Optional<String> warning(String key) {
        var upper = key.toUpperCase(Locale.ROOT);
        if (upper.endsWith("_PROXY")) {
            return Optional.of(key + " sends a program's traffic through another machine. Check who runs that machine");
        }
        if (upper.startsWith("SSL_CERT_") || upper.equals("NODE_EXTRA_CA_CERTS")) {
            return Optional.of(key + " changes which servers a program trusts. Check where its file comes from");
        }
        if (Set.of("HOME", "TMPDIR", "SHELL").contains(key)) {
            return Optional.of(key + " replaces a setting of the system in every program that reads it. "
                    + "Choose another name unless that is meant");
        }
        return Optional.empty();
    }

    /**
     * The same name in capitals with underscores, as most teams write it: {@code stripeApiKey} and {@code stripe api
     * key} give {@code STRIPE_API_KEY}. Empty when that stands there already, or when nothing storable comes out.
     */
    public static Optional<String> suggestion(String key) {
        if (key.length() > DEFAULT_LIMIT || !key.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return Optional.empty();
        }
        var capitals = key.chars().noneMatch(Character::isLowerCase);
        var name = new StringBuilder();
        var gap = false;
        for (var i = 0; i < key.length(); i++) {
            var c = key.charAt(i);
            if (c != '_' && !isLetterOrDigit(c)) {
                gap = true;
                continue;
            }
            gap |= !capitals && startsWord(key, i);
            if (gap && c != '_' && !name.isEmpty() && name.charAt(name.length() - 1) != '_') {
                name.append('_');
            }
            gap = false;
            name.append(Character.toUpperCase(c));
        }
        return Optional.of(name.toString())
                .filter(better -> !better.equals(key) && fault(better, DEFAULT_LIMIT).isEmpty());
    }

    /**
     * Any text as a part of a name: {@code clientId}, {@code client-id} and {@code CLIENT_ID} give {@code CLIENT_ID}.
     * Words in camel case are parted, each character that no name can have becomes an underscore.
     */
    public static String capitals(String text) {
        var capitals = text.chars().noneMatch(Character::isLowerCase);
        var name = new StringBuilder();
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!capitals && startsWord(text, i)) {
                name.append('_');
            }
            var c = text.charAt(i);
            name.append(isLetterOrDigit(c) ? Character.toUpperCase(c) : '_');
        }
        return name.toString();
    }

    /** Whether it has the shape of a name, refused or not. */
    public static boolean isName(String key) {
        return !key.isEmpty() && !isDigit(key.charAt(0)) && key.chars().allMatch(c -> c == '_' || isLetterOrDigit(c));
    }

    private static boolean startsWord(String key, int at) {
        if (at == 0 || !isCapital(key.charAt(at))) {
            return false;
        }
        var before = key.charAt(at - 1);
        var last = at + 1 == key.length();
        var beforeSmall = !last && Character.isLowerCase(key.charAt(at + 1));
        return Character.isLowerCase(before) || isDigit(before) || isCapital(before) && beforeSmall;
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || isCapital(c) || isDigit(c);
    }

    private static boolean isCapital(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private record Family(Set<String> names, List<String> prefixes, String why) {
        boolean has(String key) {
            return names.contains(key) || prefixes.stream().anyMatch(key::startsWith);
        }

        String why(String key) {
            return why.formatted(key);
        }
    }
}
