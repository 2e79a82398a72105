package dev.coffer.bench;

import dev.coffer.crypto.Plaintext;
import dev.coffer.mask.Masker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast output is masked, beside passing it on as it is and beside looking for each value one after the other, raw
 * and in base64 alone: megabytes a second of processor time, so that others on the machine count little. Then
 * {@code coffer mask} beside {@code cat}, from the start of the process to its end, and how much later a line comes.
 */
final class MaskBench {
    private static final int MEGABYTE = 1 << 20;
    private static final int PIECE = 4 * MEGABYTE;
    private static final int CHUNK = 8 * 1024;
    private static final int ROUNDS = 3;
    private static final int LINES = 3_000;
    private static final int WARM_UP_LINES = 2_000;
    private static final Path SOURCES = Path.of("src");

    private final Report report;
    private final List<String> coffer;
    private final Path folder;

    private interface Way {
        void write(byte[] text, OutputStream out) throws IOException;
    }

    /** Takes everything, as a terminal or a log does, and sees that it is what it should be. */
    private static final class Sink extends OutputStream {
        private final byte[] expected;
        private int count;

        private Sink(byte[] expected) {
            this.expected = expected;
        }

        @Override
        public void write(int value) {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] text, int from, int length) {
            if (!Arrays.equals(text, from, from + length, expected, count, Math.min(count + length, expected.length))) {
                throw new IllegalStateException("The text was changed");
            }
            count += length;
        }
    }

    /** @param coffer the command line that is measured */
    MaskBench(Report report, List<String> coffer, Path folder) {
        this.report = report;
        this.coffer = coffer;
        this.folder = folder;
    }

    /** By itself, with classes instead of the jar. @param arguments how many megabytes of text, 100 without */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("mask-bench");
        var coffer = List.of(ServerProcess.JAVA, "-cp", System.getProperty("java.class.path"), "dev.coffer.Main");
        new MaskBench(new Report(folder.resolve("report.txt")), coffer, folder)
                .run(arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]));
    }

    void run(int megabytes) throws IOException, InterruptedException {
        var sources = text(megabytes * MEGABYTE);
        var values = values();
        report.title("Masking %d MB with %d secrets, megabytes a second".formatted(megabytes, values.size()));
        report.line("  %-24s %10s %10s %10s", "", "a copy", "masked", "one by one");
        var naive = naive(values);
        try (var masker = Masker.of(values)) {
            for (var each : texts(sources).entrySet()) {
                row(each.getKey(), each.getValue().get(), masker, naive);
            }
        }
        var alike = alike();
        try (var masker = Masker.of(alike)) {
            row("aaaa, secrets like it", filled(sources.length, _ -> 'a'), masker, naive(alike));
        }
        processes(sources, values);
    }

    private void row(String what, byte[] text, Masker masker, List<String> naive) throws IOException {
        double copied = rate(text, MaskBench::copy);
        double masked = rate(text, (from, out) -> {
            try (var stream = masker.onto(out)) {
                copy(from, stream);
            }
        });
        double searched = rate(Arrays.copyOf(text, MEGABYTE), (from, out) -> search(from, naive, out));
        report.line("  %-24s %,10.0f %,10.1f %,10.1f", what, copied, masked, searched);
    }

    private void processes(byte[] sources, Map<String, Plaintext> values) throws IOException, InterruptedException {
        var text = Files.write(folder.resolve("text"), sources);
        var file = Files.writeString(folder.resolve("values.env"), values.entrySet().stream()
                .map(each -> each.getKey() + "=" + new String(each.getValue().expose(), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining()));
        var mask = new ArrayList<>(coffer);
        mask.addAll(List.of("mask", "--from", file.toString()));
        report.title("The same as a process: all of it, and a line there and back");
        report.line("  %-24s %10s %10s %10s %10s", "", "MB/s", "p50 ms", "p99 ms", "most ms");
        for (var command : List.of(List.of("cat"), mask)) {
            var latencies = latencies(command);
            report.line("  %-24s %,10.0f %10.3f %10.3f %10.3f", command.size() == 1 ? "cat" : "coffer mask",
                    sources.length * 1e3 / nanoseconds(command, text), latencies[LINES / 2] / 1e6,
                    latencies[LINES - LINES / 100] / 1e6, latencies[LINES - 1] / 1e6);
        }
    }

    private static long nanoseconds(List<String> command, Path text) throws IOException, InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            var process = new ProcessBuilder(command).redirectInput(text.toFile()).redirectError(Redirect.INHERIT)
                    .start();
            long passed = process.getInputStream().transferTo(OutputStream.nullOutputStream());
            if (process.waitFor() != 0 || passed != Files.size(text)) {
                throw new IllegalStateException("%s did not pass the text on".formatted(command.getLast()));
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    /** Of lines that go through one by one, in their order. */
    private static long[] latencies(List<String> command) throws IOException, InterruptedException {
        var latencies = new long[LINES];
        var process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        try (var out = process.getOutputStream(); var in = process.getInputStream()) {
            for (int i = -WARM_UP_LINES; i < LINES; i++) {
                var line = "2026-01-01T00:00:00Z INFO order %06d was paid by card, thank you\n".formatted(i & 0xffff)
                        .getBytes(StandardCharsets.US_ASCII);
                long start = System.nanoTime();
                out.write(line);
                out.flush();
                if (!Arrays.equals(in.readNBytes(line.length), line)) {
                    throw new IllegalStateException("The line was changed");
                }
                latencies[Math.max(i, 0)] = System.nanoTime() - start;
            }
        }
        process.waitFor();
        Arrays.sort(latencies);
        return latencies;
    }

    /** Each made when it is needed, of a piece that is repeated: all of them at once would be a gigabyte. */
    private static Map<String, Supplier<byte[]>> texts(byte[] sources) {
        var piece = Arrays.copyOf(sources, Math.min(sources.length, PIECE));
        var text = new String(piece, StandardCharsets.ISO_8859_1);
        int size = sources.length;
        var random = new Random(5);
        var texts = new LinkedHashMap<String, Supplier<byte[]>>();
        texts.put("source text", () -> sources);
        texts.put("URL-encoded", () -> repeated(URLEncoder.encode(text, StandardCharsets.ISO_8859_1), size));
        texts.put("JSON", () -> repeated(JsonMapper.shared().writeValueAsString(text), size));
        texts.put("HTML", () -> repeated(
                text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"), size));
        texts.put("all \\u", () -> repeated(all("\\u%04x", text), size));
        texts.put("all %", () -> repeated(all("%%%02x", text), size));
        texts.put("base64", () -> repeated(Base64.getEncoder().encodeToString(piece), size));
        texts.put("base64 in lines", () -> repeated(Base64.getMimeEncoder().encodeToString(piece), size));
        texts.put("hex", () -> repeated(HexFormat.of().formatHex(piece), size));
        texts.put("any bytes", () -> filled(size, _ -> random.nextInt(256)));
        return texts;
    }

    private static String all(String format, String text) {
        var each = IntStream.range(0, 256).mapToObj(format::formatted).toArray(String[]::new);
        return text.chars().mapToObj(letter -> each[letter]).collect(Collectors.joining());
    }

    private static byte[] repeated(String text, int size) {
        var piece = text.getBytes(StandardCharsets.ISO_8859_1);
        return filled(size, i -> piece[i % piece.length]);
    }

    private static byte[] filled(int size, IntUnaryOperator value) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) value.applyAsInt(i);
        }
        return bytes;
    }

    /** Of which a long row of one letter begins each again at every byte. */
    private static Map<String, Plaintext> alike() {
        var values = new HashMap<String, Plaintext>();
        for (int i = 0; i < 200; i++) {
            values.put("SECRET_" + i, Plaintext.ofText("a".repeat(20 + i) + "b"));
        }
        return values;
    }

    private static double rate(byte[] text, Way way) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var sink = new Sink(text);
            long start = threads.getCurrentThreadCpuTime();
            way.write(text, sink);
            best = Math.max(best, text.length * 1e3 / (threads.getCurrentThreadCpuTime() - start));
            if (sink.count != text.length) {
                throw new IllegalStateException("The text was cut off");
            }
        }
        return best;
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
