package dev.coffer.mask;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Characters by name or number in HTML and XML. Names are known for ASCII's signs and for the upper half of Latin-1. */
final class Entities {
    private static final String SIGNS = """
            amp=& lt=< gt=> quot=" apos=' Tab=\t excl=! num=# dollar=$ percnt=% lpar=( rpar=) ast=* plus=+ \
            comma=, period=. sol=/ colon=: semi=; equals== quest=? commat=@ lsqb=[ lbrack=[ bsol=\\ rsqb=] rbrack=] \
            Hat=^ lowbar=_ grave=` lcub={ lbrace={ verbar=| vert=| rcub=} rbrace=}""";
    private static final String LATIN = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
            acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
            Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde \
            Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig \
            ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide \
            oslash ugrave uacute ucirc uuml yacute thorn yuml""";
    private static final Map<String, Integer> NAMES = names();

    private Entities() {}

    /** As {@link Escape#read}. */
    static int read(byte[] text, int length) {
        if (length < 2) {
            return Escape.MORE;
        }
        if (text[length - 1] == ';') {
            return complete(text, length);
        }
        return length < Escape.LONGEST && isLetter(text, length) ? Escape.MORE : Escape.NONE;
    }

    /** As {@link Escape#mayBe}. */
    static boolean mayBe(byte[] text, int length, int value) {
        if (length < 2 || value >= 0x80) {
            return true;
        }
        if (text[1] != '#') {
            var begun = new String(text, 1, length - 1, StandardCharsets.US_ASCII);
            return NAMES.entrySet().stream()
                    .anyMatch(name -> name.getValue() == value && name.getKey().startsWith(begun));
        }
        if (length == 2) {
            return true;
        }
        boolean isHex = (text[2] | 0x20) == 'x';
        int digits = isHex ? 3 : 2;
        while (digits < length && text[digits] == '0') {
            digits++;
        }
        var number = isHex ? Integer.toHexString(value) : Integer.toString(value);
        return number.startsWith(new String(text, digits, length - digits, StandardCharsets.US_ASCII).toLowerCase());
    }

    private static boolean isLetter(byte[] text, int length) {
        int last = text[length - 1];
        if (length == 2) {
            return last == '#' || Character.isLetter(last);
        }
        if (text[1] != '#') {
            return Character.isLetterOrDigit(last);
        }
        boolean isHex = (text[2] | 0x20) == 'x';
        return length == 3 && isHex || (isHex ? HexFormat.isHexDigit(last) : Character.isDigit(last));
    }

    private static int complete(byte[] text, int length) {
        if (text[1] != '#') {
            var value = NAMES.get(new String(text, 1, length - 2, StandardCharsets.US_ASCII));
            return value == null ? Escape.NONE : Escape.CODE_POINT | value;
        }
        boolean isHex = length > 2 && (text[2] | 0x20) == 'x';
        int radix = isHex ? 16 : 10;
        int value = 0;
        int from = isHex ? 3 : 2;
        for (int i = from; i < length - 1; i++) {
            value = Math.min(value * radix + Character.digit(text[i], radix), Character.MAX_CODE_POINT + 1);
        }
        return from == length - 1 || value > Character.MAX_CODE_POINT ? Escape.NONE : Escape.CODE_POINT | value;
    }

    private static Map<String, Integer> names() {
        var names = new HashMap<String, Integer>();
        for (var sign : SIGNS.split(" ")) {
            names.put(sign.substring(0, sign.indexOf('=')), (int) sign.charAt(sign.length() - 1));
        }
        names.put("NewLine", (int) '\n');
        int value = 0xa0;
        for (var name : LATIN.split(" ")) {
            names.put(name, value++);
        }
        return Map.copyOf(names);
    }
}
