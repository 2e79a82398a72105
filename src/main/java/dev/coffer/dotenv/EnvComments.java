package dev.coffer.dotenv;

import dev.coffer.dotenv.Marked.Need;
import dev.coffer.form.SecretKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the comments right above a key into its description, joined to one paragraph. Leaves out what is no
 * description: section headings, rules and drawings, and assignments that are commented out, together with what was
 * said about them: a value in a comment would otherwise be stored in clear. Tells too whether they call the key
 * required or optional, see {@link Marker}.
 */
final class EnvComments {
    static final int LONGEST = 1_000;

    private static final String RULES = "-=*#~_+";

    private static final int LONGEST_HEADING = 60;

    private final List<String> lines = new ArrayList<>();
    private Need section = Need.UNSAID;
    private Marked group = Marked.NOTHING;
    private String groupWord = "";

    /** The lines that describe, and the last heading among the others; "" where there is none. */
    private record Reading(List<String> kept, String heading) {
        String text() {
            return shortened(String.join(" ", kept));
        }
    }

    void add(String line) {
        lines.add(line);
    }

    /** A blank line: what was said is over, and one line of its own was a heading. */
    void blank() {
        var reading = read("", lines);
        if (!reading.heading.isEmpty()) {
            section = Marker.ofHeading(reading.heading);
        } else if (lines.size() == 1 && reading.kept.size() == 1
                && reading.kept.getFirst().length() <= LONGEST_HEADING) {
            section = Marker.of(reading.kept.getFirst()).need();
        }
        group = Marked.NOTHING;
        lines.clear();
    }

    /** A key was read: the next one begins anew. */
    void clear() {
        lines.clear();
    }

    /** What the lines since the last clear say about the key, or "". */
    String describe(String key) {
        return read(key, lines).text();
    }

    /** What a comment beside the value says, or "". */
    static String describe(String key, String beside) {
        return read(key, List.of(beside)).text();
    }

    /**
     * What the comments say about needing the key: the one beside it, else those above, which hold for the keys right
     * below too whose names begin with the same word, until a blank line or another comment; else the heading. That a
     * value is a sample holds for all of them.
     */
    Marked marked(String key, String beside) {
        var above = read(key, lines);
        if (!above.heading.isEmpty()) {
            section = Marker.ofHeading(above.heading);
            group = Marked.NOTHING;
        }
        var own = marked(above);
        if (!above.kept.isEmpty()) {
            group = own;
            groupWord = firstWord(key);
        }
        var grouped = firstWord(key).equals(groupWord) ? group.need() : Need.UNSAID;
        var besides = marked(read(key, List.of(beside)));
        var need = besides.need() != Need.UNSAID ? besides.need() : grouped != Need.UNSAID ? grouped : section;
        return new Marked(need, group.sample() || besides.sample(),
                own.description().isEmpty() ? besides.description() : own.description());
    }

    private static String firstWord(String key) {
        var end = key.indexOf('_');
        return end < 0 ? key : key.substring(0, end);
    }

    private static Marked marked(Reading reading) {
        var need = Need.UNSAID;
        var sample = false;
        var rest = new ArrayList<String>();
        for (var line : reading.kept) {
            var marker = Marker.of(line);
            need = marker.need() == Need.UNSAID ? need : marker.need();
            sample |= Marker.callsItSample(line);
            rest.add(marker.text());
        }
        rest.removeIf(String::isEmpty);
        return new Marked(need, sample, shortened(String.join(" ", rest)));
    }

    private static Reading read(String key, List<String> lines) {
        var kept = new ArrayList<String>();
        var heading = "";
        var afterRule = -1;
        for (var line : lines) {
            var text = withoutMark(line);
            var assigned = assignedName(text);
            if (!assigned.isEmpty()) {
                // "# KEY=other" above KEY is an example for it; any other name ends what was said before.
                if (!assigned.equals(key)) {
                    kept.clear();
                    afterRule = -1;
                }
            } else if (isRule(text) || text.isEmpty() && line.strip().length() > 2) {
                // One line between two rules is a heading in a box.
                if (afterRule >= 0 && kept.size() == afterRule + 1) {
                    heading = kept.removeLast();
                }
                afterRule = kept.size();
            } else if (isHeading(line.strip(), text)) {
                heading = text;
            } else if (!isDrawing(text)) {
                kept.add(text);
            }
        }
        return new Reading(kept, heading);
    }

    private static String withoutMark(String line) {
        var i = 0;
        while (i < line.length() && line.charAt(i) == '#') {
            i++;
        }
        return line.substring(i).strip();
    }

    /** The name in {@code NAME=…}, with or without export, or "". */
    private static String assignedName(String text) {
        var assignment = text.startsWith("export ") ? text.substring("export ".length()).strip() : text;
        var sign = assignment.indexOf('=');
        var name = sign < 0 ? "" : assignment.substring(0, sign).strip();
        return SecretKey.isName(name.replace('.', '_').replace('-', '_')) && !isRule(name) ? name : "";
    }

    private static boolean isRule(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private static boolean isHeading(String line, String text) {
        return text.startsWith("[[") && text.endsWith("]]")
                || beginsWithRule(text) && endsWithRule(text)
                || beginsWithRule(line) && endsWithRule(line);
    }

    private static boolean beginsWithRule(String text) {
        return text.length() > 2 && isThrice(text, 0);
    }

    private static boolean endsWithRule(String text) {
        return text.length() > 2 && isThrice(text, text.length() - 3);
    }

    private static boolean isThrice(String text, int at) {
        var c = text.charAt(at);
        return RULES.indexOf(c) >= 0 && text.charAt(at + 1) == c && text.charAt(at + 2) == c;
    }

    /** Empty, or more signs than letters and digits. */
    private static boolean isDrawing(String text) {
        var ink = text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
        var letters = text.codePoints().filter(c -> Character.isLetterOrDigit(c)).count();
        return 2 * letters <= ink;
    }

    /** One line of text: no control characters and none that turn the direction of reading; cut with an ellipsis. */
    private static String shortened(String text) {
        var clean = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .filter(c -> !(c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069))
                .limit(LONGEST + 1)
                .forEach(clean::appendCodePoint);
        if (clean.codePointCount(0, clean.length()) <= LONGEST) {
            return clean.toString();
        }
        return clean.substring(0, clean.offsetByCodePoints(0, LONGEST - 1)).stripTrailing() + "…";
    }
}
