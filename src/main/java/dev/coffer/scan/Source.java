package dev.coffer.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The text of one file, and what it reads. */
final class Source {
    private static final Pattern TEXTS = Pattern.compile("'[^'\\n]*+'|\"[^\"\\n]*+\"|`[^`]*+`|//[^\\n]*+|/\\*.*?\\*/",
            Pattern.DOTALL);
    /** One of several in braces: the variable's name, what it is called here, and whether it has a default. */
    private static final Pattern NAMED = Pattern.compile(
            "(?:^|,)\\s*+(?<name>[A-Za-z_]\\w*+)\\s*+(?:(?::|\\bas\\b)\\s*+\\w++\\s*+)?(?:(?<else>=)|(?=,)|$)");
    private static final Pattern ALIAS = Pattern.compile(
            "\\b(?:const|let|var)\\s++(?<a>\\w++)\\s*+=\\s*+(?:process|import\\.meta|Bun)\\.env\\s*+(?:[;,\\n]|$)"
                    + "|\\bimport\\s*+\\{[^{}]*?\\b(?<b>env)\\b[^{}]*+\\}\\s*+from\\s*+['\"]"
                    + "(?:node:process|process|\\$env/dynamic/\\w++)['\"]");
    private static final Pattern UNNAMED = Pattern.compile("\\bprocess\\.env\\[\\s*+(?!['\"`\\s])"
            + "|\\bgetenv\\(\\s*+(?!['\"\\s\\\\)])|\\benviron\\[\\s*+(?!['\"\\s\\\\])|\\bENV\\[\\s*+(?!['\"\\s])"
            + "|\\bos\\.(?:Getenv|LookupEnv)\\(\\s*+(?![\"`\\s])");
    /** What a shell script sets itself. */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?:^|[;&|\\s])(?:(?:export|local|declare|readonly)\\s++(?:-\\w++\\s++)?)?(?<name>[A-Z][A-Z0-9_]*+)\\+?="
                    + "|\\b(?:for|read(?:\\s++-\\w++)*+)\\s++(?<read>[A-Z][A-Z0-9_]*+)");

    private final String file;
    private final String text;
    private final Language language;
    private final int[] lines;
    private final List<Read> reads = new ArrayList<>();

    /** A variable that is read somewhere. */
    record Read(String name, Use use) {}

    Source(String file, String text, Language language) {
        this.file = file;
        this.text = text;
        this.language = language;
        this.lines = lineEnds(text);
    }

    /** In the order of the file. */
    List<Read> reads() {
        if (!language.mayRead(text)) {
            return List.of();
        }
        language.patterns().forEach(this::find);
        if (language == Language.JAVASCRIPT) {
            findAliased();
        }
        if (language == Language.SHELL) {
            dropAssigned();
        }
        reads.sort((a, b) -> Integer.compare(a.use.line(), b.use.line()));
        return reads;
    }

    /** Where it reads a variable whose name isn't written there. */
    List<Use> unnamed() {
        var uses = new ArrayList<Use>();
        var found = UNNAMED.matcher(text);
        while (found.find()) {
            if (!isComment(found.start())) {
                uses.add(new Use(file, line(found.start()), false));
            }
        }
        return uses;
    }

    private void find(Pattern pattern) {
        var groups = pattern.namedGroups();
        var found = pattern.matcher(text);
        while (found.find()) {
            if (isComment(found.start())) {
                continue;
            }
            if (groups.containsKey("names")) {
                addAll(found.group("names"), found.start("names"));
            } else {
                boolean hasDefault = groups.containsKey("else") && found.group("else") != null
                        || language.otherwise().matcher(text).region(found.end(), text.length()).lookingAt();
                add(found.group("name"), found.start(), hasDefault);
            }
        }
    }

    /** Text in it, which may hold commas, is blanked out first: it is as long afterwards. */
    private void addAll(String names, int start) {
        var plain = TEXTS.matcher(names).replaceAll(found -> Matcher.quoteReplacement(
                found.group().startsWith("/") ? found.group().replaceAll("[^\\n]", " ")
                        : "0".repeat(found.group().length())));
        var found = NAMED.matcher(plain);
        while (found.find()) {
            add(found.group("name"), start + found.start("name"), found.group("else") != null);
        }
    }

    private void findAliased() {
        var alias = ALIAS.matcher(text);
        while (alias.find()) {
            var name = alias.group("a") != null ? alias.group("a") : alias.group("b");
            find(Pattern.compile("(?<![.\\w$])" + Pattern.quote(name) + "\\.(?<name>[A-Z][A-Z0-9_]*+)(?![\\w$(])"
                    + "(?!\\s*+=(?!=))"));
        }
    }

    private void dropAssigned() {
        var own = new ArrayList<String>();
        var found = ASSIGNED.matcher(text);
        while (found.find()) {
            own.add(found.group("name") != null ? found.group("name") : found.group("read"));
        }
        reads.removeIf(read -> read.use.hasDefault() && own.contains(read.name));
    }

    private void add(String name, int at, boolean hasDefault) {
        reads.add(new Read(name, new Use(file, line(at), hasDefault)));
    }

    private boolean isComment(int at) {
        var begin = text.lastIndexOf('\n', at - 1) + 1;
        return language.comment().matcher(text).region(begin, at).lookingAt();
    }

    private int line(int at) {
        int index = Arrays.binarySearch(lines, at);
        return (index >= 0 ? index : -index - 1) + 1;
    }

    private static int[] lineEnds(String text) {
        return IntStream.range(0, text.length()).filter(i -> text.charAt(i) == '\n').toArray();
    }
}
