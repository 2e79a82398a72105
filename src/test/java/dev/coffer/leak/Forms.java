package dev.coffer.leak;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** The forms that a text takes on its way through programs: encoded, escaped, turned round, digested. */
final class Forms {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String BASE64_URL = BASE64.replace('+', '-').replace('/', '_');
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String HEX = "0123456789abcdef";
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");
    private static final Map<Integer, String> NAMED = Map.of((int) '<', "&lt;", (int) '>', "&gt;", (int) '&', "&amp;",
            (int) '"', "&quot;", (int) '\'', "&#39;");
    private static final Map<Integer, String> JSON = Map.of((int) '"', "\\\"", (int) '\\', "\\\\", (int) '\n', "\\n",
            (int) '\r', "\\r", (int) '\t', "\\t");

    private final Map<String, byte[]> found = new LinkedHashMap<>();

    private Forms() {}

    /** Every form of the text, by its name. */
    static Map<String, byte[]> of(String text) {
        var forms = new Forms();
        forms.encoded(text);
        forms.escaped(text);
        forms.add("reversed", new StringBuilder(text).reverse().toString());
        List.of("MD5", "SHA-1", "SHA-256", "SHA-512").forEach(algorithm -> forms.digested(text, algorithm));
        return forms.found;
    }

    private void encoded(String text) {
        var raw = text.getBytes(StandardCharsets.UTF_8);
        found.put("raw", raw);
        found.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        found.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        if (text.chars().allMatch(letter -> letter < 256)) {
            found.put("Latin-1", text.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int offset = 0; offset < 3; offset++) {
            add("base64 at " + offset, aligned(raw, offset, 6, BASE64));
            add("base64url at " + offset, aligned(raw, offset, 6, BASE64_URL));
        }
        for (int offset = 0; offset < 5; offset++) {
            add("base32 at " + offset, aligned(raw, offset, 5, BASE32));
        }
        add("hex", aligned(raw, 0, 4, HEX));
        add("HEX", aligned(raw, 0, 4, HEX.toUpperCase(Locale.ROOT)));
    }

    private void escaped(String text) {
        var form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        var url = form.replace("+", "%20");
        add("form", form);
        add("url", url);
        add("url lower", PERCENT.matcher(url).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
        add("form lower", PERCENT.matcher(form).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
        add("url twice", URLEncoder.encode(url, StandardCharsets.UTF_8));
        add("json", each(text, letter -> JSON.getOrDefault(letter, Character.toString(letter))));
        add("json ascii", each(text, letter -> letter < 128 ? JSON.getOrDefault(letter, Character.toString(letter))
                : unicode(letter)));
        add("json all", each(text, Forms::unicode));
        add("json all upper", each(text, letter -> "\\u%04X".formatted(letter)));
        add("html", each(text, letter -> NAMED.getOrDefault(letter, Character.toString(letter))));
        add("html text", each(text, letter -> letter == '"' || letter == '\'' ? Character.toString(letter)
                : NAMED.getOrDefault(letter, Character.toString(letter))));
        add("html decimal", each(text, "&#%d;"::formatted));
        add("html hex", each(text, "&#x%x;"::formatted));
        add("html hex upper", each(text, "&#x%X;"::formatted));
        add("sql", text.replace("'", "''"));
        add("shell", text.replace("'", "'\\''"));
    }

    private void digested(String text, String algorithm) {
        try {
            var digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            found.put(algorithm, digest);
            add(algorithm + " hex", HexFormat.of().formatHex(digest));
            add(algorithm + " HEX", HexFormat.of().withUpperCase().formatHex(digest));
            add(algorithm + " base64", Base64.getEncoder().withoutPadding().encodeToString(digest));
            add(algorithm + " base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void add(String name, String form) {
        found.put(name, form.getBytes(StandardCharsets.UTF_8));
    }

    /** What stands in a longer text's encoding for certain, where {@code offset} bytes of a group stand before. */
    private static String aligned(byte[] raw, int offset, int width, String alphabet) {
        var out = new StringBuilder();
        int end = 8 * (offset + raw.length);
        for (int bit = (8 * offset + width - 1) / width * width; bit + width <= end; bit += width) {
            int index = 0;
            for (int i = bit - 8 * offset; i < bit - 8 * offset + width; i++) {
                index = index << 1 | raw[i / 8] >> 7 - i % 8 & 1;
            }
            out.append(alphabet.charAt(index));
        }
        return out.toString();
    }

    private static String unicode(int letter) {
        return "\\u%04x".formatted(letter);
    }

    private static String each(String text, IntFunction<String> form) {
        var out = new StringBuilder();
        text.chars().forEach(letter -> out.append(form.apply(letter)));
        return out.toString();
    }
}
