package dev.coffer.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;

/**
 * The patterns of schemas, matched by RE2/J in a time that grows with the text's length times the pattern's, never
 * faster. JSON Schema writes them as JavaScript does; {@code \s}, {@code \}{@code u00e9}, {@code \p{Letter}} and
 * {@code \p{Script=Greek}}, which RE2 reads or writes otherwise, are put in its words. Looking around and references
 * back don't exist there: what they cost can't be bounded.
 */
final class Patterns {
    static final int LONGEST = 1000;

    private static final int LARGEST = 2000;
    private static final String BLANKS = "\\s\\x0B\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}"
            + "\\x{205F}\\x{3000}\\x{FEFF}";
    private static final int UNICODE_CLASS = 30;
    private static final Map<String, String> CATEGORIES = Map.ofEntries(Map.entry("Letter", "L"),
            Map.entry("Lowercase_Letter", "Ll"), Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Titlecase_Letter", "Lt"), Map.entry("Modifier_Letter", "Lm"), Map.entry("Other_Letter", "Lo"),
            Map.entry("Mark", "M"), Map.entry("Number", "N"), Map.entry("Decimal_Number", "Nd"),
            Map.entry("Punctuation", "P"), Map.entry("Symbol", "S"), Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"), Map.entry("Other", "C"), Map.entry("Control", "Cc"));

    private Patterns() {}

    /** A pattern that has no {@link #fault}. It is looked for anywhere in a text. */
    static Pattern compile(String pattern) {
        return Pattern.compile(inWordsOfRe2(pattern));
    }

    /** What it costs to look for one, a letter of the text. */
    static int parts(String pattern) {
        return compile(pattern).programSize();
    }

    /** What it costs to read one, in its parts: Unicode's classes are long. */
    static int weight(String pattern) {
        var classes = 0;
        for (var i = 0; i + 1 < pattern.length(); i++) {
            classes += pattern.charAt(i) == '\\' && (pattern.charAt(i + 1) | ' ') == 'p' ? 1 : 0;
        }
        return (int) Math.min(size(pattern), LARGEST + 1) + UNICODE_CLASS * classes;
    }

    /** What is in the way of a pattern, and what to do. */
    static Optional<String> fault(String pattern) {
        if (pattern.length() > LONGEST) {
            return Optional.of("The pattern is longer than " + LONGEST + " characters. Make it shorter");
        }
        if (hasEmptyClass(pattern)) {
            return Optional.of("The pattern has an empty class, [] or [^]. Write \\] for the bracket itself");
        }
        if (size(pattern) > LARGEST) {
            return Optional.of("The pattern repeats too much: written out it has more than " + LARGEST
                    + " parts. Use smaller counts, or minLength and maxLength");
        }
        try {
            var size = compile(pattern).programSize();
            return size > 2 * LARGEST ? Optional.of("The pattern is too large. Make it simpler") : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(reason(pattern));
        }
    }

    /** JavaScript's for nothing and for everything; RE2 would read on for the class's end. */
    private static boolean hasEmptyClass(String pattern) {
        for (var i = 0; i < pattern.length(); i = endOfPart(pattern, i) + 1) {
            if (pattern.startsWith("[]", i) || pattern.startsWith("[^]", i)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(String pattern) {
        if (find("\\(\\?<?[=!]", pattern)) {
            return "The pattern looks ahead or behind, with (?= (?! (?<= or (?<!. Those aren't supported, because the time "
                    + "that they take can't be bounded. Write it without";
        }
        if (find("\\\\[1-9]|\\\\k<", pattern)) {
            return "The pattern refers back to a group, as \\1 does. That isn't supported, because the time that it "
                    + "takes can't be bounded. Write it without";
        }
        if (find("[*+?}]\\+|\\(\\?>", pattern)) {
            return "The pattern has a possessive or atomic part, as a++ or (?>a). Write it without";
        }
        if (find("\\{\\d{4,}|\\{\\d+,\\d{4,}", pattern)) {
            return "The pattern counts above 1000. Use minLength and maxLength";
        }
        return "The pattern can't be read. Check its brackets and backslashes: the syntax is RE2's, which is most of "
                + "JavaScript's";
    }

    private static boolean find(String what, String in) {
        return Pattern.compile(what).matcher(in).find();
    }

    /**
     * How many parts it has once each repetition is written out. Only an estimate: enough to refuse before that is
     * done.
     */
    private static long size(String pattern) {
        var groups = new ArrayDeque<Long>();
        long whole = 0;
        long last = 0;
        for (var i = 0; i < pattern.length() && whole <= LARGEST; i++) {
            switch (pattern.charAt(i)) {
                case '(' -> {
                    groups.push(whole + last);
                    whole = 0;
                    last = 0;
                }
                case ')' -> {
                    last += whole + 2;
                    whole = groups.isEmpty() ? 0 : groups.pop();
                }
                case '{' -> last = Math.min(last * count(pattern, i), Integer.MAX_VALUE);
                default -> {
                    whole += last;
                    last = 1;
                    i = endOfPart(pattern, i);
                }
            }
        }
        while (!groups.isEmpty()) {
            whole += groups.pop();
        }
        return whole + last;
    }

    private static int endOfPart(String pattern, int start) {
        if (pattern.charAt(start) == '\\') {
            return Math.min(start + 1, pattern.length() - 1);
        }
        if (pattern.charAt(start) != '[') {
            return start;
        }
        var i = pattern.startsWith("[^", start) ? start + 2 : start + 1;
        for (i++; i < pattern.length() && pattern.charAt(i) != ']'; i++) {
            i = pattern.charAt(i) == '\\' ? i + 1 : i;
        }
        return i;
    }

    /** The largest count of {@code {n}}, {@code {n,}} or {@code {n,m}}; 1 where it is none and stands for itself. */
    private static int count(String pattern, int open) {
        var close = pattern.indexOf('}', open);
        var largest = 1;
        var number = 0;
        for (var i = open + 1; i < close && i < open + 12; i++) {
            var c = pattern.charAt(i);
            if (c == ',') {
                number = 0;
            } else if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + c - '0', LARGEST);
                largest = Math.max(largest, number);
            } else {
                return 1;
            }
        }
        return largest;
    }

    private static String inWordsOfRe2(String pattern) {
        var out = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            inClass = c == '[' || inClass && c != ']';
            if (c == '\\') {
                i = escape(pattern, i, inClass, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Where the escape ends. */
    private static int escape(String pattern, int at, boolean inClass, StringBuilder out) {
        var next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 0;
        var end = pattern.indexOf('}', at);
        if (next == 'u' && isHex(pattern, at + 2)) {
            out.append("\\x{").append(pattern, at + 2, at + 6).append('}');
            return at + 5;
        }
        if ((next == 'p' || next == 'P') && pattern.startsWith("{", at + 2) && end > 0) {
            out.append('\\').append(next).append('{').append(property(pattern.substring(at + 3, end))).append('}');
            return end;
        }
        if (next == 's' || next == 'S' && !inClass) {
            out.append(inClass ? BLANKS : next == 's' ? "[" + BLANKS + "]" : "[^" + BLANKS + "]");
            return at + 1;
        }
        out.append(pattern, at, Math.min(at + 2, pattern.length()));
        return at + 1;
    }

    private static String property(String name) {
        var value = name.substring(name.indexOf('=') + 1);
        return CATEGORIES.getOrDefault(value, value);
    }

    private static boolean isHex(String text, int from) {
        if (from + 4 > text.length()) {
            return false;
        }
        for (var i = from; i < from + 4; i++) {
            if (text.charAt(i) > 127 || Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
