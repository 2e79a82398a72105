package dev.coffer.secret;

import dev.coffer.form.SecretKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the comments right above a key into its description, joined to one paragraph. Leaves out what is no
 * description: section headings, rules and drawings, and assignments that are commented out, together with what was
 * said about them: a value in a comment would otherwise be stored in clear.
 */
final class EnvComments {
    static final int LONGEST = 1_000;

    private static final String RULES = "-=*#~_+";

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    void clear() {
        lines.clear();
    }

    /** What the lines since the last clear say about the key, or "". */
    String describe(String key) {
        return describe(key, lines);
    }

    /** What a comment beside the value says, or "". */
    static String describe(String key, String beside) {
        return describe(key, List.of(beside));
    }

    private static String describe(String key, List<String> lines) {
        var kept = new ArrayList<String>();
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
                    kept.removeLast();
                }
                afterRule = kept.size();
            } else if (!isHeading(line.strip(), text) && !isDrawing(text)) {
                kept.add(text);
            }
        }
        return shortened(String.join(" ", kept));
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
