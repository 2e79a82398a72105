package dev.coffer.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) for the sake of its mistakes and its places: Jackson says what a text means, this says where
 * each part of it stands and what is in the way, in words that tell what to do. The first mistake of grammar ends the
 * reading; equal names, numbers out of all bounds and what is nested too deeply are told beside it. No message repeats
 * a part of the text.
 */
final class JsonText {
    /** More at once help nobody. */
    static final int MOST_FAULTS = 50;

    private static final int LONGEST_NUMBER = 400;
    private static final String COMMENT = "JSON has no comments. Take it away, or write it as a \"$comment\"";
    private static final Map<Character, String> WORDS = Map.of('t', "true", 'f', "false", 'n', "null");

    private final String text;
    private final List<Fault> faults = new ArrayList<>();
    private final JsonPlace root = new JsonPlace(null, "");
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    static JsonText read(String text) {
        var json = new JsonText(text);
        try {
            json.document();
        } catch (Broken e) {
            json.faults.add(json.fault(e.offset, e.place.pointer(), e.getMessage()));
        }
        return json;
    }

    /** Every mistake of the text, in its order. */
    List<Fault> faults() {
        return faults;
    }

    /** A fault of the value that stands at a pointer. */
    Fault atValue(String pointer, String message) {
        return fault(root.at(pointer).value, pointer, message);
    }

    /** A fault of the name of the value that stands at a pointer. */
    Fault atName(String pointer, String message) {
        return fault(root.at(pointer).name, pointer, message);
    }

    /** CR, LF and CRLF end a line, as they do in a text area. */
    Fault fault(int offset, String pointer, String message) {
        var line = 1;
        var start = 0;
        for (var i = 0; i < offset; i++) {
            var c = text.charAt(i);
            if (c == '\n' && i > 0 && text.charAt(i - 1) == '\r') {
                start = i + 1;
            } else if (c == '\n' || c == '\r') {
                line++;
                start = i + 1;
            }
        }
        return new Fault(line, offset - start + 1, offset, pointer, message);
    }

    static String child(String pointer, String name) {
        return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    private void document() {
        if (text.startsWith("\uFEFF")) {
            throw broken(0, root, "The text begins with an invisible character, a byte-order mark. Take it away");
        }
        blanks();
        if (at == text.length()) {
            throw broken(0, root, "There is no text. Write JSON");
        }
        value(root);
        blanks();
        if (at < text.length()) {
            throw broken(at, root, comment() ? COMMENT : "The JSON ends before this. Take away what follows");
        }
    }

    private void value(JsonPlace place) {
        place.value = at;
        switch (peek()) {
            case '{' -> object(place);
            case '[' -> array(place);
            case '"' -> string(place);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(place);
            case 't', 'f', 'n' -> word(place);
            default -> throw notAValue(place);
        }
    }

    private void object(JsonPlace place) {
        var open = enter(place);
        if (empty(place, open, '}')) {
            return;
        }
        while (true) {
            var start = at;
            if (peek() != '"') {
                throw notAName(place);
            }
            var child = new JsonPlace(place, string(place));
            child.name = start;
            if (place.children.putIfAbsent(child.key, child) != null) {
                tell(start, child, "This name is in the object twice. Keep one of them");
            }
            blanks();
            if (peek() != ':') {
                throw ended() ? missing(place, open, '}')
                        : broken(at, child, "A colon is missing here, between the name and its value");
            }
            at++;
            blanks();
            if (ended() || peek() == '}' || peek() == ',') {
                throw broken(at, child, "A value is missing here, after the colon");
            }
            value(child);
            if (!comma(place, open, '}')) {
                return;
            }
        }
    }

    private void array(JsonPlace place) {
        var open = enter(place);
        if (empty(place, open, ']')) {
            return;
        }
        for (var i = 0;; i++) {
            var item = new JsonPlace(place, Integer.toString(i));
            item.name = at;
            place.children.put(item.key, item);
            value(item);
            if (!comma(place, open, ']')) {
                return;
            }
        }
    }

    private int enter(JsonPlace place) {
        if (++depth > Schema.DEEPEST) {
            throw broken(at, place, "This is nested deeper than " + Schema.DEEPEST + " levels. Make it flatter");
        }
        return at++;
    }

    /** After the opening sign: whether the closing one follows at once. */
    private boolean empty(JsonPlace place, int open, char close) {
        blanks();
        if (ended()) {
            throw missing(place, open, close);
        }
        if (peek() == close) {
            at++;
            depth--;
            return true;
        }
        if (peek() == ',') {
            throw broken(at, place, "Nothing stands before this comma. Take it away");
        }
        return false;
    }

    /** After a value: whether another follows. */
    private boolean comma(JsonPlace place, int open, char close) {
        blanks();
        if (ended()) {
            throw missing(place, open, close);
        }
        var c = peek();
        if (c == close) {
            at++;
            depth--;
            return false;
        }
        if (c == '}' || c == ']') {
            throw broken(at, place, "This closes with %c what line %d opens with %c. Write %c".formatted(
                    c, fault(open, "", "").line(), text.charAt(open), close));
        }
        if (c != ',') {
            throw broken(at, place, comment() ? COMMENT : c == ':' ? "A colon stands here, where a comma has to"
                    : "A comma is missing before this");
        }
        var sign = at++;
        blanks();
        if (at < text.length() && (peek() == close || peek() == ',')) {
            throw broken(sign, place, "Nothing follows this comma. Take it away");
        }
        if (at == text.length()) {
            throw missing(place, open, close);
        }
        return true;
    }

    private boolean ended() {
        return at == text.length();
    }

    private Broken missing(JsonPlace place, int open, char close) {
        return broken(text.length(), place, "The text ends here, but the %c of line %d isn't closed. Write %c"
                .formatted(text.charAt(open), fault(open, "", "").line(), close));
    }

    /** Its text, so that a name written with escapes equals the same name without. */
    private String string(JsonPlace place) {
        var open = at++;
        var read = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                throw broken(open, place, "The quote that opens here is never closed. Close it");
            }
            var c = text.charAt(at);
            if (c == '"') {
                at++;
                return read.toString();
            }
            if (c == '\n' || c == '\r') {
                throw broken(open, place, "The quote that opens here isn't closed on its line. Close it, or write "
                        + "a line break as \\n");
            }
            if (c < ' ') {
                throw broken(at, place, c == '\t' ? "A tab stands inside quotes. Write it as \\t"
                        : "A control character stands inside quotes. Take it away");
            }
            read.append(c == '\\' ? escape(place) : c);
            at++;
        }
    }

    /** Stays on the last character of the escape. */
    private char escape(JsonPlace place) {
        var start = at++;
        var c = peek();
        var which = "\"\\/bfnrt".indexOf(c);
        if (which >= 0 && c != 0) {
            return "\"\\/\b\f\n\r\t".charAt(which);
        }
        if (c != 'u') {
            throw broken(start, place, "A backslash stands alone here. Write two for one: \\\\");
        }
        var code = 0;
        for (var i = 0; i < 4; i++) {
            at++;
            var digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw broken(start, place, "Write four hexadecimal digits after \\u");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void number(JsonPlace place) {
        var start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            throw broken(start, place, "A number doesn't begin with 0. Take the zero away, or put it all in quotes");
        }
        digits(place);
        if (peek() == '.') {
            at++;
            digits(place);
        }
        var exponent = at;
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits(place);
        }
        if (at - start > LONGEST_NUMBER || power(exponent) > LONGEST_NUMBER) {
            tell(start, place, "This number has more than " + LONGEST_NUMBER + " digits. Use a smaller one");
        }
    }

    private int power(int from) {
        var power = 0;
        for (var i = from; i < at && power <= LONGEST_NUMBER; i++) {
            power = isDigit(text.charAt(i)) ? power * 10 + text.charAt(i) - '0' : power;
        }
        return power;
    }

    private void digits(JsonPlace place) {
        if (!isDigit(peek())) {
            throw broken(at, place, "A digit is missing here");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private void word(JsonPlace place) {
        var word = WORDS.get(peek());
        if (!text.startsWith(word, at)
                || at + word.length() < text.length() && Character.isLetterOrDigit(text.charAt(at + word.length()))) {
            throw notAValue(place);
        }
        at += word.length();
    }

    private Broken notAValue(JsonPlace place) {
        return broken(at, place, at == text.length() ? "The text ends here, where a value has to be"
                : comment() ? COMMENT : insteadOfAValue(peek()));
    }

    private static String insteadOfAValue(char c) {
        if ("'“”„".indexOf(c) >= 0) {
            return "Use straight double quotes: \"";
        }
        if (",}]".indexOf(c) >= 0) {
            return "A value is missing before this";
        }
        if ("+.".indexOf(c) >= 0) {
            return "A number begins with a digit or a minus sign";
        }
        return Character.isLetter(c) ? "Put text in double quotes. Without them there are only true, false and null"
                : "This is no value. Put text in double quotes";
    }

    private Broken notAName(JsonPlace place) {
        var c = peek();
        return broken(at, place, comment() ? COMMENT
                : c == '\'' || c == '“' || c == '”' || c == '„' ? "Use straight double quotes: \""
                        : "A name has to stand here, in double quotes");
    }

    private boolean comment() {
        return peek() == '#' || text.startsWith("//", at) || text.startsWith("/*", at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void tell(int offset, JsonPlace place, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault(offset, place.pointer(), message));
        }
    }

    private static Broken broken(int offset, JsonPlace place, String message) {
        return new Broken(offset, place, message);
    }

    private static final class Broken extends RuntimeException {
        private final int offset;
        private final JsonPlace place;

        private Broken(int offset, JsonPlace place, String message) {
            super(message, null, false, false);
            this.offset = offset;
            this.place = place;
        }
    }
}
