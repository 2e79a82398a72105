package dev.coffer.form;

import dev.coffer.crypto.Plaintext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What often goes wrong when a value is pasted, as sentences beside the field. A hint never blocks, and never repeats a
 * part of the value: it may stand in a page that others can see.
 */
public final class ValueHints {
    private ValueHints() {}

    /** The hints for a value, in a fixed order; an empty list when nothing stands out. */
    public static List<String> of(Plaintext value) {
        return slips(value).stream().map(Slip::sentence).toList();
    }

    /** The same as kinds, which can be kept: they tell nothing of the value. */
    public static Set<Slip> slips(Plaintext value) {
        var bytes = value.expose();
        var slips = EnumSet.noneOf(Slip.class);
        if (bytes.length == 0) {
            return slips;
        }
        if (isLineEnd(bytes[bytes.length - 1])) {
            slips.add(Slip.LINE_END);
        } else if (isBlank(bytes[0]) || isBlank(bytes[bytes.length - 1])) {
            slips.add(Slip.BLANK);
        }
        if (isQuoted(bytes)) {
            slips.add(Slip.QUOTES);
        }
        if (startsWithAssignment(bytes)) {
            slips.add(Slip.ASSIGNMENT);
        }
        if (isCutPem(bytes)) {
            slips.add(Slip.CUT_OFF);
        }
        if (hasUnseenBlank(bytes)) {
            slips.add(Slip.UNSEEN_BLANK);
        }
        if (Placeholders.isPlaceholder(value)) {
            slips.add(Slip.PLACEHOLDER);
        }
        return slips;
    }

    private static boolean isQuoted(byte[] bytes) {
        var first = bytes[0];
        return bytes.length > 1 && (first == '"' || first == '\'' || first == '`') && bytes[bytes.length - 1] == first;
    }

    /** Capitals and at least two of them: base64 with its padding is no assignment. */
    private static boolean startsWithAssignment(byte[] bytes) {
        var start = startsWith(bytes, 0, "export ") ? "export ".length() : 0;
        var i = start;
        while (i < bytes.length && isNameByte(bytes[i], i == start)) {
            i++;
        }
        return i - start > 1 && i + 1 < bytes.length && bytes[i] == '=' && bytes[i + 1] != '=';
    }

    private static boolean isNameByte(byte b, boolean first) {
        return b >= 'A' && b <= 'Z' || b == '_' || !first && b >= '0' && b <= '9';
    }

    /** One pass over the marks: each BEGIN has to be followed by the END of the same label (RFC 7468). */
    private static boolean isCutPem(byte[] bytes) {
        var open = -1;
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] != '-' || !startsWith(bytes, i, "-----")) {
                continue;
            }
            if (startsWith(bytes, i, "-----BEGIN ")) {
                if (open >= 0) {
                    return true;
                }
                open = i + "-----BEGIN ".length();
                i = open - 1;
            } else if (startsWith(bytes, i, "-----END ")) {
                if (open < 0 || !sameLabel(bytes, open, i + "-----END ".length())) {
                    return true;
                }
                open = -1;
                i += "-----END ".length() - 1;
            }
        }
        return open >= 0;
    }

    private static boolean sameLabel(byte[] bytes, int begin, int end) {
        var length = 0;
        while (begin + length < bytes.length && end + length < bytes.length
                && bytes[begin + length] == bytes[end + length] && bytes[begin + length] != '-') {
            length++;
        }
        return startsWith(bytes, begin + length, "-----") && startsWith(bytes, end + length, "-----");
    }

    /** U+00A0, U+200B to U+200F, U+202F and U+FEFF, as UTF-8. */
    private static boolean hasUnseenBlank(byte[] bytes) {
        for (var i = 0; i + 1 < bytes.length; i++) {
            var first = bytes[i] & 0xff;
            var second = bytes[i + 1] & 0xff;
            var third = i + 2 < bytes.length ? bytes[i + 2] & 0xff : 0;
            if (first == 0xc2 && second == 0xa0
                    || first == 0xe2 && second == 0x80 && (third >= 0x8b && third <= 0x8f || third == 0xaf)
                    || first == 0xef && second == 0xbb && third == 0xbf) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int at, String ascii) {
        if (at + ascii.length() > bytes.length) {
            return false;
        }
        for (var i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || isLineEnd(b);
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
