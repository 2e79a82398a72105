package dev.coffer.dotenv;

import dev.coffer.dotenv.Marked.Need;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The word in a line of comment that says whether a key is needed, as published files write it: {@code OPTIONAL: …},
 * {@code Required}, {@code Sentry (optional) for errors}, {@code (optional, default 2)}, {@code … - optional}.
 * {@code text} is the line without it. A word inside a sentence ("no login required") says nothing.
 */
record Marker(Need need, String text) {
    /** No sentence for people is longer, and no pattern runs through more. */
    private static final int LONGEST = 2_000;
    private static final String WORD = "(optional|required|mandatory|not required|not needed)";
    private static final Pattern ALONE = pattern("[\\[(<*]*" + WORD + "[\\])>*.:!]*");
    private static final Pattern FIRST = pattern("[\\[(<*]*" + WORD
            + "(?:[\\])>*]+[:.,-]?\\s*|\\s*[:;,.]\\s+|\\s+[-–—]+\\s+)");
    private static final Pattern BRACKETED = pattern(" ?[\\[(]" + WORD + "[\\])]");
    private static final Pattern BRACKETED_FIRST = pattern("(?<=[\\[(])" + WORD + "\\s*[,;:]\\s*");
    private static final Pattern LAST = pattern(" ?(?: [-–—]{1,2}|[,;:|]) ?" + WORD + "[.!]?$");
    private static final Pattern CONDITIONAL = pattern("required (?:only )?(?:if|when|unless|with)\\b.*");
    private static final Pattern BEGINNING = pattern(WORD + "\\b.*");
    private static final Pattern SENTENCE = pattern(".*\\b(?:this|it|key|value|variable|setting) is " + WORD + "\\b.*");
    private static final Pattern IN_HEADING = pattern(".*?\\b" + WORD + "\\b.*");
    private static final Pattern SAMPLE = pattern(".*(?:\\bsample\\b(?! rate)|\\b(?:do not|don't|never) (?:be )?use"
            + "|not for production|\\breplace (?:th|with|me|by|it)|\\bchange (?:th|me)|\\bchangeme\\b"
            + "|(?:must|should) be (?:changed|replaced|a random)|\\bgenerate\\b|openssl rand|\\bdummy\\b|\\bplaceholder\\b).*");

    static Marker of(String line) {
        var text = line.strip();
        if (text.length() > LONGEST) {
            return new Marker(Need.UNSAID, text);
        }
        var alone = ALONE.matcher(text);
        if (alone.matches()) {
            return new Marker(need(alone.group(1)), "");
        }
        for (var cut : new Pattern[]{FIRST, BRACKETED, BRACKETED_FIRST, LAST}) {
            var found = cut.matcher(text);
            if (cut == FIRST ? found.lookingAt() : found.find()) {
                var rest = text.substring(0, found.start()) + text.substring(found.end());
                return new Marker(need(found.group(1)), rest.strip());
            }
        }
        return new Marker(said(text), text);
    }

    /** What a heading says about all that stands under it. */
    static Need ofHeading(String heading) {
        var found = IN_HEADING.matcher(heading);
        return heading.length() <= LONGEST && found.matches() ? need(found.group(1)) : Need.UNSAID;
    }

    /** Whether the line tells to put something else in the value's place. */
    static boolean callsItSample(String line) {
        return line.length() <= LONGEST && SAMPLE.matcher(line).matches();
    }

    /** "Required if …" blocks nobody who doesn't use it. */
    private static Need said(String text) {
        if (CONDITIONAL.matcher(text).matches()) {
            return Need.OPTIONAL;
        }
        for (var sentence : new Pattern[]{BEGINNING, SENTENCE}) {
            var found = sentence.matcher(text);
            if (found.matches()) {
                return need(found.group(1));
            }
        }
        return Need.UNSAID;
    }

    private static Need need(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "required", "mandatory" -> Need.REQUIRED;
            default -> Need.OPTIONAL;
        };
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
