package dev.coffer.mask;

import dev.coffer.crypto.Plaintext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Masks texts whose characters are bytes, and writes them in encodings, character by character as chance has it. */
final class Masking {
    private Masking() {}

    static Masker masker(Map<String, String> values) {
        var plain = new HashMap<String, Plaintext>();
        values.forEach((name, value) -> plain.put(name, Plaintext.of(bytes(value))));
        return Masker.of(plain);
    }

    /** Each piece in a write of its own. */
    static String mask(Masker masker, String... pieces) {
        var out = new ByteArrayOutputStream();
        try (var stream = masker.onto(out)) {
            for (var piece : pieces) {
                stream.write(bytes(piece));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** In writes of so many bytes. */
    static String mask(Masker masker, String text, int size) {
        var all = bytes(text);
        var out = new ByteArrayOutputStream(all.length);
        try (var stream = masker.onto(out)) {
            for (int i = 0; i < all.length; i += size) {
                stream.write(all, i, Math.min(size, all.length - i));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text in pieces that end at places in their order. */
    static String[] cut(String text, int... places) {
        var pieces = new ArrayList<String>();
        int start = 0;
        for (int place : places) {
            pieces.add(text.substring(start, place));
            start = place;
        }
        pieces.add(text.substring(start));
        return pieces.toArray(String[]::new);
    }

    /** In some encoding. */
    static String encode(String text, Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> Base64.getEncoder().encodeToString(bytes(text));
            case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
            case 2 -> Base64.getMimeEncoder(List.of(60, 64, 76).get(random.nextInt(3)), bytes(random.nextBoolean()
                    ? "\r\n" : "\n  ")).encodeToString(bytes(text));
            case 3 -> HexFormat.of().formatHex(bytes(text));
            case 4 -> HexFormat.of().withUpperCase().formatHex(bytes(text));
            case 5 -> text.replace("'", random.nextBoolean() ? "'\\''" : "'\"'\"'");
            case 6 -> random.nextBoolean() ? text.replace("'", "''") : text.replace("\"", "\"\"");
            case 7 -> each(text, random, "%%%02x", "%%%02X");
            case 8 -> each(text.replace(' ', '+'), random, "%%%02x", "%%%02X");
            case 9 -> each(text, random, "\\u%04x", "\\x%02X", "\\%03o", "\\u{%x}", "\\U%08X");
            default -> each(text, random, "&#%d;", "&#x%x;", "&#X00%X;");
        };
    }

    private static String each(String text, Random random, String... formats) {
        var out = new StringBuilder();
        for (char letter : text.toCharArray()) {
            out.append(letter == '%' || letter == '&' || letter == '\\' || random.nextInt(3) == 0
                    ? formats[random.nextInt(formats.length)].formatted((int) letter)
                    : "" + letter);
        }
        return out.toString();
    }
}
