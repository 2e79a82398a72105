package dev.coffer.schema;

import java.util.regex.Pattern;

/**
 * The id, and the name, that a field of a form has for its place in a value. The whole is {@code value}, {@code
 * /tls/cert} is {@code value.tls.cert}. What a property's name has beside letters, digits, {@code _} and {@code -} is
 * written {@code ~20~}, by its code point; so no two places share an id, none has a blank, and none is what the parts
 * around a field are called: {@code value.host-hint}, {@code value.host:remove}.
 */
public final class FieldId {
    private static final String ROOT = "value";
    /** What the templates put behind an id. */
    private static final Pattern TAKEN = Pattern.compile("-(?=(?:hint|error|state|note)$)");

    private FieldId() {}

    /** Of a place in the value (RFC 6901). */
    public static String of(String pointer) {
        var id = new StringBuilder(ROOT);
        var from = 1;
        while (from <= pointer.length()) {
            var to = pointer.indexOf('/', from);
            to = to < 0 ? pointer.length() : to;
            id.append('.').append(escaped(unescaped(pointer.substring(from, to))));
            from = to + 1;
        }
        return id.toString();
    }

    /** Of the choice between the alternatives that a place has. */
    public static String choice(String pointer) {
        return of(pointer) + ":choice";
    }

    /** Of the box that takes an optional part away. */
    public static String remove(String pointer) {
        return of(pointer) + ":remove";
    }

    /** The place of a property in what is at a place. */
    static String under(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }

    private static String escaped(String name) {
        if (name.isEmpty()) {
            return "~~";
        }
        var taken = TAKEN.matcher(name);
        var dash = taken.find() ? taken.start() : -1;
        var out = new StringBuilder();
        for (var i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            var c = name.codePointAt(i);
            if (isPlain(c) && i != dash) {
                out.appendCodePoint(c);
            } else {
                out.append('~').append(Integer.toHexString(c)).append('~');
            }
        }
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
}
