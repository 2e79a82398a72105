package dev.coffer.leak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Searches bytes for texts that must not be in them, in every form of {@link Forms}, and in what is packed with gzip.
 * Of a text its lines and its longer words count too. All forms are searched in one pass, so a folder of some hundred
 * megabytes takes about a second.
 */
public final class LeakScanner {
    private static final int SHORTEST = 6;
    private static final Pattern WORD = Pattern.compile("\\w{16,}");
    private static final int LARGEST_INFLATED = 16 * 1024 * 1024;

    private final Map<Integer, List<Wanted>> byStart = new HashMap<>();
    private final boolean[] starts = new boolean[1 << 16];

    /** A text that was found: which, in what form, and where. */
    public record Found(String text, String form, String place) {}

    private record Wanted(String text, String form, byte[] bytes) {}

    /** @param texts what to search for, by the name that a find is reported with */
    public LeakScanner(Map<String, String> texts) {
        var known = new HashSet<ByteBuffer>();
        texts.forEach((name, text) -> pieces(text).forEach(piece -> Forms.of(piece).forEach((form, bytes) -> {
            if (bytes.length >= SHORTEST && known.add(ByteBuffer.wrap(bytes))) {
                int start = start(bytes, 0);
                starts[bucket(start)] = true;
                byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Wanted(name, form, bytes));
            }
        })));
    }

    private static Set<String> pieces(String text) {
        var pieces = new HashSet<String>(Set.of(text));
        text.lines().filter(line -> line.length() >= SHORTEST).forEach(pieces::add);
        WORD.matcher(text).results().forEach(word -> pieces.add(word.group()));
        return pieces;
    }

    /** What is in the bytes, each form once; {@code place} is named in the finds. */
    public List<Found> scan(String place, byte[] bytes) {
        var found = new HashSet<Found>();
        scan(place, bytes, found);
        return List.copyOf(found);
    }

    public List<Found> scan(String place, String text) {
        return scan(place, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is in the files of a folder, and in their names. Files that go away meanwhile are none. */
    public List<Found> scan(Path folder) throws IOException {
        var found = new ArrayList<Found>();
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                found.addAll(scan("the name of " + file, folder.relativize(file).toString()));
                if (Files.isRegularFile(file)) {
                    try {
                        found.addAll(scan(file.toString(), Files.readAllBytes(file)));
                    } catch (NoSuchFileException removed) {
                        // nothing to keep a leak in
                    }
                }
            }
        }
        return found;
    }

    private void scan(String place, byte[] bytes, Set<Found> found) {
        for (int at = 0; at + 4 <= bytes.length; at++) {
            int start = start(bytes, at);
            if (starts[bucket(start)]) {
                for (var wanted : byStart.getOrDefault(start, List.of())) {
                    if (matches(bytes, at, wanted.bytes)) {
                        found.add(new Found(wanted.text, wanted.form, place));
                    }
                }
            }
            if (start >>> 8 == 0x1f8b08) {
                var inflated = inflated(bytes, at);
                if (inflated.length > 0) {
                    scan(place + ", inflated", inflated, found);
                }
            }
        }
    }

    private static int start(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    private static int bucket(int start) {
        return start * 0x9e3779b1 >>> 16;
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        return at + wanted.length <= bytes.length
                && java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** As much as can be unpacked; chance makes few beginnings of gzip, and all of them break off at once. */
    private static byte[] inflated(byte[] bytes, int at) {
        var out = new java.io.ByteArrayOutputStream();
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes, at, bytes.length - at))) {
            var buffer = new byte[8192];
            for (int size = gzip.read(buffer); size > 0 && out.size() < LARGEST_INFLATED; size = gzip.read(buffer)) {
                out.write(buffer, 0, size);
            }
        } catch (IOException broken) {
            // what came out so far is searched
        }
        return out.toByteArray();
    }
}
