package dev.coffer.mask;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Ways in which programs write single characters of a text in others. Each reads what all writers of its kind write,
 * whichever characters they choose to write so.
 */
enum Escape {
    /** A path or query of a URL: {@code %2F}. */
    URL("%") {
        @Override
        boolean begins(int next, int before) {
            return next == '%';
        }

        @Override
        int read(byte[] text, int length) {
            return length < 2 ? MORE : hex(text, 1, length, 2, 0);
        }

        @Override
        int quick(byte[] text, int from, int to) {
            return quickHex(text, from, from + 1, to);
        }

        @Override
        boolean mayBe(byte[] text, int length, int value) {
            return length < 2 || Character.digit(text[1], 16) == value >> 4;
        }
    },
    /** A form or query, where {@code +} is a blank. */
    FORM("%+", ' ') {
        @Override
        boolean begins(int next, int before) {
            return next == '%' || next == '+';
        }

        @Override
        int read(byte[] text, int length) {
            return text[0] == '+' ? ' ' : URL.read(text, length);
        }

        @Override
        int quick(byte[] text, int from, int to) {
            return text[from] == '+' ? 1 << 8 | ' ' : quickHex(text, from, from + 1, to);
        }

        @Override
        boolean mayBe(byte[] text, int length, int value) {
            return URL.mayBe(text, length, value);
        }
    },
    /**
     * A backslash, as in JSON, in the sources of most languages, and in shells outside of quotes, in double ones and in
     * {@code $'…'}: {@code \n}, {@code \u00e9}, {@code \x41}, {@code \101}, and before any sign that sign.
     */
    BACKSLASH("\\") {
        @Override
        boolean begins(int next, int before) {
            return next == '\\';
        }

        @Override
        int read(byte[] text, int length) {
            if (length < 2) {
                return MORE;
            }
            return switch (text[1]) {
                case 'u' -> length > 2 && text[2] == '{' ? braced(text, length) : unit(text, length);
                case 'U' -> hex(text, 2, length, 8, CODE_POINT);
                case 'x' -> hex(text, 2, length, 2, 0);
                case '0', '1', '2', '3' -> octal(text, length);
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'v' -> 0x0b;
                case 'a' -> 0x07;
                case 'e', 'E' -> 0x1b;
                default -> text[1] < 0 || Character.isLetterOrDigit(text[1]) ? NONE : text[1];
            };
        }

        @Override
        int quick(byte[] text, int from, int to) {
            return from + 1 == to ? 0 : switch (text[from + 1]) {
                case 'n' -> 2 << 8 | '\n';
                case 't' -> 2 << 8 | '\t';
                case '"', '\\', '/', '\'' -> 2 << 8 | text[from + 1];
                case 'x' -> quickHex(text, from, from + 2, to);
                case 'u' -> to - from >= 6 && text[from + 2] == '0' && text[from + 3] == '0' && text[from + 4] < '8'
                        ? quickHex(text, from, from + 4, to) : 0;
                default -> 0;
            };
        }

        @Override
        boolean mayBe(byte[] text, int length, int value) {
            if (length < 2) {
                return true;
            }
            return switch (text[1]) {
                case 'x' -> value >>> 4 == Character.digit(text[length - 1], 16) || length == 2;
                case '0', '1', '2', '3' -> value >>> 9 - 3 * (length - 1) == octalStart(text, length);
                default -> value >= 0x80 || length == 2 || (text[2] == '{' ? isBracedStart(text, length, value)
                        : isHexStart(text, length, text[1] == 'u' ? 4 : 8, value));
            };
        }
    },
    /** HTML and XML: {@code &amp;}, {@code &#38;}, {@code &#x26;}. */
    ENTITY("&") {
        @Override
        boolean begins(int next, int before) {
            return next == '&';
        }

        @Override
        int read(byte[] text, int length) {
            return Entities.read(text, length);
        }

        @Override
        boolean mayBe(byte[] text, int length, int value) {
            return Entities.mayBe(text, length, value);
        }
    },
    /** A quote in single quotes of a shell: {@code '\''} or {@code '"'"'}, of which the first {@code '} is taken. */
    QUOTED("\\\"", '\'') {
        @Override
        boolean begins(int next, int before) {
            return before == '\'' && (next == '\\' || next == '"');
        }

        @Override
        int read(byte[] text, int length) {
            var rest = text[0] == '"' ? "\"'\"'" : "\\''";
            if (length > rest.length() || !isStart(text, length, rest)) {
                return NONE;
            }
            return length < rest.length() ? MORE : NOTHING;
        }
    },
    /** A single quote in such quotes, written twice, as in SQL, YAML and PowerShell. The second one says nothing. */
    DOUBLED("'", '\''),
    /** The same of double quotes, as in CSV. */
    DOUBLED_DOUBLE("\"", '"');

    /** It isn't complete. */
    static final int MORE = -1;
    /** It is no escape: its first byte stands for itself. */
    static final int NONE = -2;
    /** It is complete and stands for no character. */
    static final int NOTHING = -3;
    /** In what was read: a character of Unicode, not a byte. */
    static final int CODE_POINT = 1 << 24;
    /** The longest of them: two surrogates. */
    static final int LONGEST = 12;
    private static final int ANY = -1;

    private final String signs;
    private final int only;

    Escape(String signs) {
        this(signs, ANY);
    }

    Escape(String signs, int only) {
        this.signs = signs;
        this.only = only;
    }

    /** What one begins with. */
    String signs() {
        return signs;
    }

    /** Whether it says something that none of the others do. @param isThere of each byte, whether a needle has it */
    boolean matters(boolean[] isThere) {
        return only == ANY || isThere[only];
    }

    /**
     * Whether an escape begins with a byte; as it is here, with a sign that is written twice.
     *
     * @param before the character before it, or -1 after an escape
     */
    boolean begins(int next, int before) {
        return next == only && before == only;
    }

    /** A byte, a character and {@link #CODE_POINT}, or one of the constants. Less than all of it was {@link #MORE}. */
    int read(byte[] text, int length) {
        return NOTHING;
    }

    /** Of one that is short and stands there whole: its length and, in the last eight bits, a byte. Else zero. */
    int quick(byte[] text, int from, int to) {
        return 0;
    }

    /** Whether what isn't complete may come to a character whose first byte, in UTF-8, is the value: in doubt, yes. */
    boolean mayBe(byte[] text, int length, int value) {
        return true;
    }

    /** Writes a character that was read as bytes. @return how many, four at most */
    static int bytes(int read, byte[] into) {
        if ((read & CODE_POINT) == 0 || (read & ~CODE_POINT) < 0x80) {
            into[0] = (byte) read;
            return 1;
        }
        var encoded = Character.toString(read & ~CODE_POINT).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, into, 0, encoded.length);
        return encoded.length;
    }

    static boolean isStart(byte[] text, int length, String whole) {
        if (length > whole.length()) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (Character.toLowerCase(text[i]) != Character.toLowerCase(whole.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexStart(byte[] text, int length, int digits, int value) {
        return length <= 2 + digits && value >>> 4 * (2 + digits - length) == value(text, 2, length);
    }

    private static boolean isBracedStart(byte[] text, int length, int value) {
        int begun = value(text, 3, length);
        return begun == 0 || begun == value || begun == value >>> 4;
    }

    private static int octalStart(byte[] text, int length) {
        int value = 0;
        for (int i = 1; i < length; i++) {
            value = value << 3 | text[i] - '0';
        }
        return value;
    }

    /** Of an escape that ends with two digits. */
    private static int quickHex(byte[] text, int from, int digits, int to) {
        if (digits + 2 > to || !HexFormat.isHexDigit(text[digits]) || !HexFormat.isHexDigit(text[digits + 1])) {
            return 0;
        }
        return digits + 2 - from << 8 | HexFormat.fromHexDigit(text[digits]) << 4
                | HexFormat.fromHexDigit(text[digits + 1]);
    }

    private static int hex(byte[] text, int from, int length, int digits, int kind) {
        if (length > from && !HexFormat.isHexDigit(text[length - 1])) {
            return NONE;
        }
        if (length < from + digits) {
            return MORE;
        }
        int value = value(text, from, from + digits);
        return value < 0 || value > Character.MAX_CODE_POINT ? NONE : value | kind;
    }

    private static int octal(byte[] text, int length) {
        if (text[length - 1] < '0' || text[length - 1] > '7') {
            return NONE;
        }
        return length < 4 ? MORE : text[1] - '0' << 6 | text[2] - '0' << 3 | text[3] - '0';
    }

    /** Four digits, and four more of the other half where the first are half of a character. */
    private static int unit(byte[] text, int length) {
        if (length <= 6) {
            int first = hex(text, 2, length, 4, CODE_POINT);
            if (first < 0 || !Character.isSurrogate((char) first)) {
                return first;
            }
            return Character.isHighSurrogate((char) first) ? MORE : NONE;
        }
        int inSecond = length - 7;
        if (inSecond < 2) {
            return text[length - 1] == (inSecond == 0 ? '\\' : 'u') ? MORE : NONE;
        }
        int second = hex(text, 8, length, 4, 0);
        if (second < 0) {
            return second;
        }
        return Character.isLowSurrogate((char) second)
                ? CODE_POINT | Character.toCodePoint((char) value(text, 2, 6), (char) second)
                : NONE;
    }

    private static int braced(byte[] text, int length) {
        int last = text[length - 1];
        if (length == 3 || length < LONGEST - 2 && HexFormat.isHexDigit(last)) {
            return MORE;
        }
        int value = last == '}' && length > 4 ? value(text, 3, length - 1) : -1;
        return value < 0 || value > Character.MAX_CODE_POINT ? NONE : CODE_POINT | value;
    }

    private static int value(byte[] text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | HexFormat.fromHexDigit(text[i]);
        }
        return value;
    }
}
