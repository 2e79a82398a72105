package dev.coffer.mask;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Characters by name or number in HTML and XML. Names are known for ASCII's signs,
 * letters of Western Europe, Greek and what typesetters use.
 */
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
    private static final String GREEK = """
            alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau \
            upsilon phi chi psi omega""";
    private static final String OTHERS = """
            OElig=\u0152 oelig=\u0153 Scaron=\u0160 scaron=\u0161 Yuml=\u0178 fnof=\u0192 circ=\u02c6 \
            tilde=\u02dc ensp=\u2002 emsp=\u2003 thinsp=\u2009 zwnj=\u200c zwj=\u200d lrm=\u200e rlm=\u200f \
            ndash=\u2013 mdash=\u2014 lsquo=\u2018 rsquo=\u2019 sbquo=\u201a ldquo=\u201c rdquo=\u201d \
            bdquo=\u201e dagger=\u2020 Dagger=\u2021 bull=\u2022 hellip=\u2026 permil=\u2030 lsaquo=\u2039 \
            rsaquo=\u203a euro=\u20ac trade=\u2122 larr=\u2190 uarr=\u2191 rarr=\u2192 darr=\u2193""";
    private static final Map<String, Integer> NAMES = names();
    /** Of each character of ASCII. */
    private static final String[][] NAMES_OF = namesOf();

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
            return mayBeNamed(text, length, value);
        }
        boolean isHex = length > 2 && (text[2] | 0x20) == 'x';
        int radix = isHex ? 16 : 10;
        int begun = number(text, isHex ? 3 : 2, length, radix);
        return begun == 0 || value == begun || value / radix == begun || value / radix / radix == begun;
    }

    private static boolean mayBeNamed(byte[] text, int length, int value) {
        for (var name : NAMES_OF[value]) {
            int same = 1;
            while (same < length && same <= name.length() && text[same] == name.charAt(same - 1)) {
                same++;
            }
            if (same == length) {
                return true;
            }
        }
        return false;
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
        int from = isHex ? 3 : 2;
        int value = number(text, from, length - 1, isHex ? 16 : 10);
        return from == length - 1 || value > Character.MAX_CODE_POINT ? Escape.NONE : Escape.CODE_POINT | value;
    }

    /** No greater than one more than there are characters. */
    private static int number(byte[] text, int from, int to, int radix) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = Math.min(value * radix + Character.digit(text[i], radix), Character.MAX_CODE_POINT + 1);
        }
        return value;
    }

    private static String[][] namesOf() {
        return IntStream.range(0, 0x80)
                .mapToObj(value -> NAMES.entrySet().stream().filter(name -> name.getValue() == value)
                        .map(Map.Entry::getKey).toArray(String[]::new))
                .toArray(String[][]::new);
    }

    private static Map<String, Integer> names() {
        var names = new HashMap<String, Integer>();
        for (var sign : (SIGNS + " " + OTHERS).split(" ")) {
            names.put(sign.substring(0, sign.indexOf('=')), (int) sign.charAt(sign.length() - 1));
        }
        names.put("NewLine", (int) '\n');
        int value = 0xa0;
        for (var name : LATIN.split(" ")) {
            names.put(name, value++);
        }
        value = 0x3b1;
        for (var name : GREEK.split(" ")) {
            if (!name.equals("sigmaf")) {
                names.put(Character.toUpperCase(name.charAt(0)) + name.substring(1), value - 0x20);
            }
            names.put(name, value++);
        }
        return Map.copyOf(names);
    }
}
