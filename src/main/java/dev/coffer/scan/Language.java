package dev.coffer.scan;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a language reads a variable. Patterns name it by the group {@code name}, or several by {@code names}; where what
 * was found has the group {@code else}, or {@code otherwise} follows, there is a default. No pattern looks at a
 * default.
 */
enum Language {
    JAVASCRIPT("js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|astro", List.of("env"), Syntax.SLASHES,
            "\\s*+(?:\\?\\?|\\|\\|)",
            Syntax.JS_ENV + "\\s*+[!?]?\\.\\s*+(?<name>[A-Za-z_]\\w*+)(?![\\w$(])" + Syntax.READ,
            Syntax.JS_ENV + "\\s*+(?:[!?]\\.|!)?\\[\\s*+(?<q>['\"`])(?<name>\\w++)\\k<q>\\s*+\\]" + Syntax.READ,
            "\\bDeno\\.env\\.get\\(\\s*+(?<q>['\"`])(?<name>\\w++)\\k<q>\\s*+\\)",
            "\\{(?<names>[^{}]*+)\\}\\s*+(?::[^=;{}]{0,200})?=\\s*+" + Syntax.JS_ENV + "(?!\\s*+[\\w.\\[(])",
            "\\{\\s*+env\\s*+:\\s*+\\{(?<names>[^{}]*+)\\}\\s*+\\}\\s*+=\\s*+process\\b",
            "\\bimport\\s*+\\{(?<names>[^{}]*+)\\}\\s*+from\\s*+['\"]\\$env/static/"),
    JAVA("java|kt|kts|scala|groovy|gradle", List.of("getenv", "${"), Syntax.SLASHES,
            "\\s*+(?:\\?:|\\)?\\s*+\\.\\s*+or)",
            "\\bgetenv\\(\\s*+\"(?<name>\\w++)\"\\s*+\\)",
            "\\bgetenv\\(\\)\\s*+\\.\\s*+get\\(\\s*+\"(?<name>\\w++)\"\\s*+\\)",
            "\\bgetenv\\(\\)\\s*+\\.\\s*+(?<else>getOrDefault)\\(\\s*+\"(?<name>\\w++)\"",
            "\\bgetenv\\(\\)\\s*+\\[\\s*+\"(?<name>\\w++)\"\\s*+\\]",
            "@Value\\(\\s*+\"\\$\\{(?<name>[A-Z][A-Z0-9_]*+)(?<else>:)?"),
    PYTHON("py|pyi|ipynb", List.of("environ", "getenv"), Syntax.HASH, "\\s*+\\)?\\s*+or\\b",
            "\\benviron\\[\\s*+(?<q>\\\\?['\"])(?<name>\\w++)\\k<q>\\s*+\\]" + Syntax.READ,
            "\\b(?:environ\\.(?:get|pop)|getenv)\\(\\s*+(?<q>\\\\?['\"])(?<name>\\w++)\\k<q>\\s*+(?<else>,)?",
            "\\benviron\\.(?<else>setdefault)\\(\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>"),
    RUBY("rb|rake|ru|erb|gemspec|cr", List.of("ENV"), Syntax.HASH, "\\s*+(?:\\|\\||\\bor\\b)",
            "\\bENV\\[\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>\\s*+\\]" + Syntax.READ,
            "\\bENV\\.fetch[ (]\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>(?:\\s*+(?<else>,|\\)?\\s*+(?:\\{|do\\b)))?"),
    GO("go", List.of("env"), Syntax.SLASHES, "(?!)",
            "\\b(?:os|syscall)\\.(?:Getenv|LookupEnv)\\(\\s*+(?<q>[\"`])(?<name>\\w++)\\k<q>\\s*+\\)",
            "`[^`\\n]*?\\benv(?:config)?:\"(?<name>[A-Z]\\w*+)[^\"]*+\"(?<else>[^`\\n]*?\\b(?:envDefault|default):\")?"),
    RUST("rs", List.of("env"), Syntax.SLASHES, "\\s*+\\.\\s*+(?:unwrap_or|ok\\(|map_or|or_else)",
            "\\benv::var(?:_os)?\\(\\s*+\"(?<name>\\w++)\"\\s*+\\)",
            "\\b(?<else>option_)?env!\\(\\s*+\"(?<name>\\w++)\""),
    PHP("php|phtml", List.of("env", "ENV"), Syntax.PHP, "\\s*+(?:\\?\\?|\\?:|\\|\\|)",
            "\\b(?:getenv|env)\\(\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>\\s*+(?:\\)|(?<else>,))",
            "\\$_ENV\\[\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>\\s*+\\]" + Syntax.READ),
    C("c|h|cc|cpp|cxx|hpp|hh|m|mm|lua|zig|nim", List.of("getenv", "getEnv"), Syntax.SLASHES, "\\s++or\\b",
            "\\b(?:secure_)?get[eE]nv\\(\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>\\s*+(?:\\)|(?<else>,))"),
    CSHARP("cs|fs|vb", List.of("GetEnvironmentVariable"), Syntax.SLASHES, "\\s*+\\?\\?",
            "\\bGetEnvironmentVariable\\(\\s*+\"(?<name>\\w++)\"\\s*+\\)"),
    SWIFT("swift|dart", List.of("environment"), Syntax.SLASHES, "\\s*+\\?\\?",
            "\\benvironment\\[\\s*+(?<q>['\"])(?<name>\\w++)\\k<q>\\s*+\\]" + Syntax.READ),
    ELIXIR("ex|exs", List.of("_env"), Syntax.HASH, "\\s*+\\|\\|",
            "\\bSystem\\.(?:get|fetch)_env!?\\(\\s*+\"(?<name>\\w++)\"\\s*+(?:\\)|(?<else>,))"),
    PERL("pl|pm", List.of("$ENV"), Syntax.HASH, "\\s*+(?://|\\|\\||\\bor\\b)",
            "\\$ENV\\{\\s*+['\"]?(?<name>\\w++)['\"]?\\s*+\\}" + Syntax.READ),
    SHELL("sh|bash|zsh|ksh|envrc", List.of("${"), Syntax.HASH, "(?!)",
            "(?<!\\\\)\\$\\{(?<name>[A-Z][A-Z0-9_]*+)(?::?\\?|(?<else>:?[-=]))"),
    COMPOSE("", List.of("${"), Syntax.HASH, "(?!)",
            "(?<!\\$)\\$\\{(?<name>[A-Z][A-Z0-9_]*+)(?:\\}|:?\\?|(?<else>:?[-+]))"),
    SPRING("", List.of("${"), Syntax.HASH, "(?!)", "\\$\\{(?<name>[A-Z][A-Z0-9_]*+)(?:\\}|(?<else>:))");

    /** What begins a comment, where a line has nothing before it. */
    private static final class Syntax {
        static final String SLASHES = "//|/?\\*";
        static final String HASH = "#";
        static final String PHP = "//|/?\\*|#";
        /** Not what is set or taken away. */
        static final String READ = "(?!\\s*+=(?![=~]))";
        static final String JS_ENV = "(?<!delete )\\b(?:process|import\\.meta|Bun)\\s*+\\??\\.\\s*+env\\b";
    }

    private static final Pattern COMPOSE_FILE = Pattern.compile("(?:docker-)?compose(?:[.-][\\w.-]+)?\\.ya?ml");
    private static final Pattern SPRING_FILE =
            Pattern.compile("(?:application|bootstrap)(?:-[\\w-]+)?\\.(?:properties|ya?ml)");
    private static final Pattern SHEBANG = Pattern.compile("#!\\s*+\\S*/(?:env\\s++)?(?:\\S*/)?(\\w+)");
    private static final Set<String> RUBY_FILES = Set.of("Rakefile", "Gemfile", "Guardfile", "Capfile");

    private final Pattern extensions;
    private final List<String> markers;
    private final Pattern comment;
    private final Pattern otherwise;
    private final List<Pattern> patterns;

    Language(String extensions, List<String> markers, String comment, String otherwise, String... patterns) {
        this.extensions = Pattern.compile(extensions.isEmpty() ? "(?!)" : ".*\\.(?:" + extensions + ")");
        this.markers = markers;
        this.comment = Pattern.compile("\\s*+(?:" + comment + ")");
        this.otherwise = Pattern.compile(otherwise);
        this.patterns = List.of(patterns).stream().map(Pattern::compile).toList();
    }

    /** By a file's name, or by its first line; null for none of them. */
    static Language of(String name, String text) {
        if (COMPOSE_FILE.matcher(name).matches()) {
            return COMPOSE;
        }
        if (SPRING_FILE.matcher(name).matches()) {
            return SPRING;
        }
        if (RUBY_FILES.contains(name)) {
            return RUBY;
        }
        for (var language : values()) {
            if (language.extensions.matcher(name).matches()) {
                return language;
            }
        }
        return name.contains(".") ? null : byShebang(text);
    }

    /** Whether a file of that name may be one: what else there is need not be read. */
    static boolean mayBe(String name) {
        return !name.contains(".") || of(name, "") != null;
    }

    private static Language byShebang(String text) {
        var first = SHEBANG.matcher(text);
        return !first.lookingAt() ? null : switch (first.group(1)) {
            case "sh", "bash", "zsh", "dash", "ksh" -> SHELL;
            case "node", "deno", "bun" -> JAVASCRIPT;
            case "ruby" -> RUBY;
            case "php" -> PHP;
            case "perl" -> PERL;
            case String python when python.startsWith("python") -> PYTHON;
            default -> null;
        };
    }

    /** Whether there is anything to look for. */
    boolean mayRead(String text) {
        return markers.stream().anyMatch(text::contains);
    }

    List<Pattern> patterns() {
        return patterns;
    }

    Pattern comment() {
        return comment;
    }

    Pattern otherwise() {
        return otherwise;
    }
}
