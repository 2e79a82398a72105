package dev.coffer.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How values are printed, so that the format's own reader gives back the same bytes. What a format can't hold is
 * refused. Values are bytes all the way.
 */
enum Format {
    /** An object of names and values. */
    JSON("json", "application/json"),
    /**
     * For readers of {@code .env} files: single quotes, which all of them take as they stand, wherever they can. Where
     * they can't, double quotes, in which Node's and Python's keep a {@code $} and Ruby's and Compose's look it up.
     */
    DOTENV("dotenv", "text/plain; charset=utf-8"),
    /** For {@code sh} and what descends from it (POSIX.1-2017, 2.2.2): single quotes keep everything but themselves. */
    SHELL("shell", "text/plain; charset=utf-8"),
    /** YAML 1.1 and 1.2: double quotes, and escapes for what isn't printable there (YAML 1.2.2, 5.1 and 5.7). */
    YAML("yaml", "application/yaml"),
    /** Docker's {@code --env-file}: no quotes, no escapes, one line each. */
    DOCKER("docker", "text/plain; charset=utf-8");

    /** Docker reads lines into a buffer of 64 KiB, with what ends the line. */
    private static final int LONGEST_DOCKER_LINE = 64 * 1024 - 2;

    private final String slug;
    private final String contentType;

    Format(String slug, String contentType) {
        this.slug = slug;
        this.contentType = contentType;
    }

    static Optional<Format> of(String slug) {
        return Arrays.stream(values()).filter(format -> format.slug.equals(slug)).findFirst();
    }

    static List<String> slugs() {
        return Arrays.stream(values()).map(Format::slug).toList();
    }

    String slug() {
        return slug;
    }

    String contentType() {
        return contentType;
    }

    /** Why the format can't hold a value under that name, in a sentence; empty where it can. */
    Optional<String> refusal(String name, byte[] value) {
        if (this != DOCKER) {
            return Optional.empty();
        }
        if (has(value, '\n') || value.length > 0 && value[value.length - 1] == '\r') {
            return Optional.of("Docker's format has no way to write a value of several lines. Use another format");
        }
        return name.length() + 1 + value.length <= LONGEST_DOCKER_LINE ? Optional.empty()
                : Optional.of("Docker reads lines of less than 64 KB. Use another format");
    }

    /** One variable, on a line or more of its own; JSON isn't made of lines. */
    void line(WipedBuffer out, String name, byte[] value) {
        switch (this) {
            case DOTENV -> dotenv(out, name, value);
            case SHELL -> shell(out, name, value);
            case YAML -> yaml(out, name, value);
            case DOCKER -> {
                text(out, name + "=");
                out.write(value, 0, value.length);
            }
            case JSON -> throw new IllegalStateException("JSON is written as a whole");
        }
        out.write('\n');
    }

    /** After the last line. YAML has no other way to say that there is none. */
    void end(WipedBuffer out) {
        if (this == YAML && out.size() == 0) {
            text(out, "{}\n");
        }
    }

    private static void dotenv(WipedBuffer out, String name, byte[] value) {
        text(out, name + "=");
        if (isPlain(value)) {
            out.write('\'');
            out.write(value, 0, value.length);
            out.write('\'');
            return;
        }
        out.write('"');
        for (byte b : value) {
            switch (b) {
                case '\n' -> text(out, "\\n");
                case '\r' -> text(out, "\\r");
                case '"', '\\' -> {
                    out.write('\\');
                    out.write(b);
                }
                default -> out.write(b);
            }
        }
        out.write('"');
    }

    /** Whether every reader takes it as it stands between single quotes; some know {@code \'} and {@code \\} there. */
    private static boolean isPlain(byte[] value) {
        for (int i = 0; i < value.length; i++) {
            boolean escapes = value[i] == '\\' && (i + 1 == value.length || value[i + 1] == '\\');
            if (value[i] == '\'' || value[i] == '\r' || escapes) {
                return false;
            }
        }
        return true;
    }

    private static void shell(WipedBuffer out, String name, byte[] value) {
        text(out, "export " + name + "='");
        for (byte b : value) {
            if (b == '\'') {
                text(out, "'\\''");
            } else {
                out.write(b);
            }
        }
        out.write('\'');
    }

    /** Names in quotes, too: YAML 1.1 takes {@code NO} and {@code Y} for booleans. */
    private static void yaml(WipedBuffer out, String name, byte[] value) {
        text(out, '"' + name + "\": \"");
        for (int i = 0; i < value.length;) {
            int size = sizeAt(value, i);
            int point = pointAt(value, i, size);
            if (point == '"' || point == '\\') {
                out.write('\\');
                out.write(point);
            } else if (isPrintable(point)) {
                out.write(value, i, size);
            } else {
                text(out, "\\u%04x".formatted(point));
            }
            i += size;
        }
        out.write('"');
    }

    /** Without what readers take for a line's end or leave out. */
    private static boolean isPrintable(int point) {
        return point >= 0x20 && point < 0x7f || point >= 0xa0 && point < 0xd800 && point != 0x2028 && point != 0x2029
                || point >= 0xe000 && point < 0xfffe && point != 0xfeff || point > 0xffff;
    }

    /** Values are UTF-8, so the first byte tells (RFC 3629, 3). */
    private static int sizeAt(byte[] utf8, int at) {
        int first = utf8[at] & 0xff;
        return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    private static int pointAt(byte[] utf8, int at, int size) {
        int point = size == 1 ? utf8[at] : utf8[at] & 0xff >> size + 1;
        for (int i = 1; i < size; i++) {
            point = point << 6 | utf8[at + i] & 0x3f;
        }
        return point;
    }

    private static boolean has(byte[] value, char c) {
        for (byte b : value) {
            if (b == c) {
                return true;
            }
        }
        return false;
    }

    /** Names and signs, and never a value. */
    private static void text(WipedBuffer out, String ascii) {
        var bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes, 0, bytes.length);
    }
}
