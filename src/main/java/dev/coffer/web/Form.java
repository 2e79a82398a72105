package dev.coffer.web;

import dev.coffer.crypto.Plaintext;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A posted form ({@code application/x-www-form-urlencoded}, WHATWG URL §5.1). Fields stay bytes until they are asked
 * for, so that a secret becomes {@link Plaintext} without ever being a String. At most 200 fields where nothing else is
 * said, no NUL in a text.
 */
public final class Form implements AutoCloseable {
    private static final int MOST_FIELDS = 200;

    private final List<Field> fields;

    private record Field(String name, byte[] value) {}

    private Form(List<Field> fields) {
        this.fields = fields;
    }

    /** @throws BadRequest where the body isn't a form, isn't UTF-8 or has too many fields */
    public static Form of(Context ctx) {
        return of(ctx, MOST_FIELDS);
    }

    /** The same for a form that has more fields, up to so many. */
    public static Form of(Context ctx, int most) {
        var body = ctx.bodyAsBytes();
        try {
            return parse(body, most);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    static Form parse(byte[] body) {
        return parse(body, MOST_FIELDS);
    }

    private static Form parse(byte[] body, int most) {
        var fields = new ArrayList<Field>();
        for (int from = 0; from < body.length;) {
            int to = indexOf(body, '&', from, body.length);
            if (to > from) {
                fields.add(field(body, from, to));
            }
            if (fields.size() > most) {
                throw new BadRequest("The form has more than " + most + " fields");
            }
            from = to + 1;
        }
        return new Form(fields);
    }

    /** A field as text, without blanks at its ends; empty where it was not sent. */
    public String text(String name) {
        return raw(name).strip();
    }

    /** A field as it was sent, but for the line ends, which a browser sends as CRLF: here they are LF. */
    public String raw(String name) {
        for (var field : fields) {
            if (field.name.equals(name)) {
                return utf8(field.value).replace("\r\n", "\n").replace('\r', '\n');
            }
        }
        return "";
    }

    /** @throws BadRequest where a field isn't text */
    void requireText() {
        fields.forEach(field -> utf8(field.value));
    }

    /** All values of a field that may come several times. */
    public List<String> all(String name) {
        return fields.stream().filter(field -> field.name.equals(name)).map(field -> utf8(field.value)).toList();
    }

    /** The names of all fields, each once. */
    public List<String> names() {
        return fields.stream().map(Field::name).distinct().toList();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name.equals(name));
    }

    /** A field that holds a secret, line ends as LF; empty where it was not sent. The caller closes it. */
    public Plaintext secret(String name) {
        for (var field : fields) {
            if (field.name.equals(name)) {
                requireUtf8(field.value);
                return Plaintext.of(withLineFeeds(field.value));
            }
        }
        return Plaintext.of(new byte[0]);
    }

    /** Wipes what was sent. */
    @Override
    public void close() {
        fields.forEach(field -> Arrays.fill(field.value, (byte) 0));
    }

    private static Field field(byte[] body, int from, int to) {
        int equals = indexOf(body, '=', from, to);
        var name = utf8(decoded(body, from, equals));
        return new Field(name, equals < to ? decoded(body, equals + 1, to) : new byte[0]);
    }

    private static byte[] decoded(byte[] body, int from, int to) {
        var out = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            byte b = body[i];
            if (b == '%') {
                if (i + 2 >= to) {
                    throw new BadRequest("The form is cut off after a percent sign");
                }
                b = (byte) (hex(body[i + 1]) << 4 | hex(body[i + 2]));
                i += 2;
            } else if (b == '+') {
                b = ' ';
            }
            out[size++] = b;
        }
        var exact = Arrays.copyOf(out, size);
        Arrays.fill(out, (byte) 0);
        return exact;
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new BadRequest("The form has a percent sign without two hexadecimal digits");
        }
        return value;
    }

    private static byte[] withLineFeeds(byte[] value) {
        var out = new ByteArrayOutputStream(value.length);
        for (int i = 0; i < value.length; i++) {
            if (value[i] == '\r') {
                out.write('\n');
                if (i + 1 < value.length && value[i + 1] == '\n') {
                    i++;
                }
            } else {
                out.write(value[i]);
            }
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] body, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    /** No text has a NUL: no person types one, and PostgreSQL stores none. */
    private static String utf8(byte[] bytes) {
        var text = decodedText(bytes).toString();
        if (text.indexOf('\0') >= 0) {
            throw new BadRequest("The form has a NUL character. Remove it");
        }
        return text;
    }

    /** A secret is only looked at, in an array that is wiped. */
    private static void requireUtf8(byte[] bytes) {
        Arrays.fill(decodedText(bytes).array(), '\0');
    }

    private static CharBuffer decodedText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notUtf8) {
            throw new BadRequest("The form is not UTF-8");
        }
    }
}
