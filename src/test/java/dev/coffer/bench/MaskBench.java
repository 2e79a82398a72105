package dev.coffer.bench;

import dev.coffer.crypto.Plaintext;
import dev.coffer.mask.Masker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How fast output is masked, beside passing it on as it is and beside looking for each value one after the other, raw
 * and in base64 alone. Megabytes a second of processor time, so that others on the machine count little.
 */
public final class MaskBench {
    private static final int MEGABYTE = 1 << 20;
    private static final int CHUNK = 8 * 1024;
    private static final int ROUNDS = 3;
    private static final Path SOURCES = Path.of("src");

    private interface Way {
        void write(byte[] text, OutputStream out) throws IOException;
    }

    /** Takes everything, as a terminal or a log does. */
    private static final class Sink extends OutputStream {
        private long count;

        @Override
        public void write(int value) {
            count++;
        }

        @Override
        public void write(byte[] text, int from, int length) {
            count += length;
        }
    }

    private MaskBench() {}

    /** @param arguments how many megabytes of text, 100 without */
    public static void main(String[] arguments) throws IOException {
        var text = text((arguments.length == 0 ? 100 : Integer.parseInt(arguments[0])) * MEGABYTE);
        System.out.printf(Locale.ROOT, "Source text of %d MB, 200 secrets%n", text.length / MEGABYTE);
        var values = values();
        for (var each : values.entrySet()) {
            if (new String(text, StandardCharsets.ISO_8859_1).contains(new String(each.getValue().expose(),
                    StandardCharsets.ISO_8859_1))) {
                throw new IllegalStateException("The text holds " + each.getKey());
            }
        }
        try (var masker = Masker.of(values)) {
            measure("passed on as it is", text, MaskBench::copy);
            measure("masked", text, (from, out) -> {
                try (var masked = masker.onto(out)) {
                    copy(from, masked);
                }
            });
            var naive = naive(values);
            measure("value after value (1 MB)", Arrays.copyOf(text, MEGABYTE), (from, out) -> search(from, naive, out));
        }
    }

    private static void measure(String what, byte[] text, Way way) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var sink = new Sink();
            long start = threads.getCurrentThreadCpuTime();
            way.write(text, sink);
            best = Math.max(best, text.length * 1e3 / (threads.getCurrentThreadCpuTime() - start));
            if (sink.count != text.length) {
                throw new IllegalStateException("%s changed the text".formatted(what));
            }
        }
        System.out.printf(Locale.ROOT, "  %-28s %10.1f MB/s%n", what, best);
    }

    private static void copy(byte[] text, OutputStream out) throws IOException {
        var chunk = new byte[CHUNK];
        for (int i = 0; i < text.length; i += CHUNK) {
            int length = Math.min(CHUNK, text.length - i);
            System.arraycopy(text, i, chunk, 0, length);
            out.write(chunk, 0, length);
        }
        out.flush();
    }

    /** What a simple masker does: chunk by chunk, value by value. */
    private static void search(byte[] text, List<String> patterns, OutputStream out) throws IOException {
        for (int i = 0; i < text.length; i += CHUNK) {
            var chunk = new String(text, i, Math.min(CHUNK, text.length - i), StandardCharsets.ISO_8859_1);
            for (var pattern : patterns) {
                chunk = chunk.replace(pattern, "***");
            }
            out.write(chunk.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static List<String> naive(Map<String, Plaintext> values) {
        var patterns = new ArrayList<String>();
        for (var value : values.values()) {
            var bytes = value.expose();
            patterns.add(new String(bytes, StandardCharsets.ISO_8859_1));
            for (int from = 0; from < 3; from++) {
                patterns.add(Base64.getEncoder().withoutPadding()
                        .encodeToString(Arrays.copyOfRange(bytes, from, bytes.length)));
            }
        }
        return patterns;
    }

    private static Map<String, Plaintext> values() {
        var random = new Random(11);
        var begins = List.of("postgresql://shop:", "sk_live_", "https://", "");
        var values = new HashMap<String, Plaintext>();
        for (int i = 0; i < 200; i++) {
            var value = new byte[24];
            random.nextBytes(value);
            values.put("SECRET_" + i,
                    Plaintext.ofText(begins.get(i % begins.size()) + Base64.getUrlEncoder().encodeToString(value)));
        }
        return values;
    }

    /** The project's own files, or those of {@code -Dbench.text}, as often as it takes. */
    private static byte[] text(int size) throws IOException {
        var text = new ByteArrayOutputStream(size + MEGABYTE);
        try (var files = Files.walk(Path.of(System.getProperty("bench.text", SOURCES.toString())))) {
            var all = files.filter(Files::isRegularFile).sorted().toList();
            while (text.size() < size) {
                for (var file : all) {
                    text.write(Files.readAllBytes(file));
                    if (text.size() >= size) {
                        break;
                    }
                }
            }
        }
        return Arrays.copyOf(text.toByteArray(), size);
    }
}
