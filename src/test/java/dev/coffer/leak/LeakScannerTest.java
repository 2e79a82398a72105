package dev.coffer.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each form is made here by something else than the scanner uses, planted, and has to be found. */
@Tag("R11")
class LeakScannerTest {
    private static final String TEXT = "S'e\"<c>&\\ret é漢/+% x";
    private static final LeakScanner SCANNER = new LeakScanner(Map.of("canary", TEXT, "short", "ǂʭ߷ꙮ",
            "lines", "-----BEGIN A-KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END A-KEY-----"));

    record Plant(String what, byte[] bytes) {
        static Plant of(String what, String text) {
            return new Plant(what, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Plant> plants() throws Exception {
        var raw = TEXT.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Plant.of("raw", TEXT),
                Plant.of("four characters", "ǂʭ߷ꙮ"),
                Plant.of("one line of several", "-- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC --"),
                new Plant("UTF-16LE", TEXT.getBytes(StandardCharsets.UTF_16LE)),
                new Plant("UTF-16BE", TEXT.getBytes(StandardCharsets.UTF_16BE)),
                Plant.of("base64", Base64.getEncoder().encodeToString(raw)),
                Plant.of("base64 after one byte",
                        Base64.getEncoder().encodeToString(("u" + TEXT + "ab").getBytes("UTF-8"))),
                Plant.of("Basic", Base64.getEncoder().encodeToString(("me:" + TEXT + "?").getBytes("UTF-8"))),
                Plant.of("base64 after two bytes", Base64.getEncoder().encodeToString(("u:" + TEXT).getBytes("UTF-8"))),
                Plant.of("base64url", Base64.getUrlEncoder().encodeToString(raw)),
                Plant.of("base32", "KMTWKIR4MM7CMXDSMV2CBQ5J426KELZLEUQHQ==="),
                Plant.of("hex", HexFormat.of().formatHex(raw)),
                Plant.of("HEX", HexFormat.of().withUpperCase().formatHex(raw)),
                Plant.of("bytea", "\\x" + HexFormat.of().formatHex(raw)),
                Plant.of("form", URLEncoder.encode(TEXT, StandardCharsets.UTF_8)),
                Plant.of("url", "S%27e%22%3Cc%3E%26%5Cret%20%C3%A9%E6%BC%A2%2F%2B%25%20x"),
                Plant.of("url in lower case", "S%27e%22%3cc%3e%26%5cret%20%c3%a9%e6%bc%a2%2f%2b%25%20x"),
                Plant.of("url twice",
                        "S%2527e%2522%253Cc%253E%2526%255Cret%2520%25C3%25A9%25E6%25BC%25A2%252F%252B%2525%2520x"),
                Plant.of("json", new JsonMapper().writeValueAsString(Map.of("a", TEXT))),
                Plant.of("json escaped", "S'e\\\"<c>&\\\\ret \\u00e9\\u6f22/+% x"),
                Plant.of("html", "S&#39;e&quot;&lt;c&gt;&amp;\\ret é漢/+% x"),
                Plant.of("html text", "S'e\"&lt;c&gt;&amp;\\ret é漢/+% x"),
                Plant.of("html decimal", numbered("&#%d;")),
                Plant.of("html hex", numbered("&#x%x;")),
                Plant.of("sql", "insert into t values ('S''e\"<c>&\\ret é漢/+% x')"),
                Plant.of("shell", "echo 'S'\\''e\"<c>&\\ret é漢/+% x'"),
                Plant.of("reversed", "x %+/漢é ter\\&>c<\"e'S"),
                Plant.of("MD5", digest("MD5", raw)),
                Plant.of("SHA-1", digest("SHA-1", raw)),
                Plant.of("SHA-256", digest("SHA-256", raw)),
                new Plant("gzip", gzip(raw)));
    }

    @ParameterizedTest
    @MethodSource("plants")
    void aPlantedLeakIsFoundInEveryForm(Plant plant) {
        var noise = new byte[5_000];
        new Random(7).nextBytes(noise);
        var bytes = new byte[noise.length + plant.bytes.length];
        System.arraycopy(noise, 0, bytes, 0, 1_234);
        System.arraycopy(plant.bytes, 0, bytes, 1_234, plant.bytes.length);
        System.arraycopy(noise, 1_234, bytes, 1_234 + plant.bytes.length, noise.length - 1_234);

        assertThat(SCANNER.scan("noise", noise)).isEmpty();
        assertThat(SCANNER.scan("planted", bytes)).isNotEmpty();
    }

    @Test
    void aFileAndItsNameAreSearched(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/log"),
                "one\n{\"message\":\"it was " + TEXT.replace("\\", "\\\\") + "\"}\n");
        Files.writeString(folder.resolve("a/MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"), "");

        assertThat(SCANNER.scan(folder)).extracting(LeakScanner.Found::text).contains("lines");
        assertThat(SCANNER.scan(folder.resolve("a"))).extracting(LeakScanner.Found::place)
                .anyMatch(place -> place.startsWith("the name of "));
    }

    @Test
    void aLeakAtTheVeryEndIsFound() {
        assertThat(SCANNER.scan("end", "ǂʭ߷ꙮ")).extracting(LeakScanner.Found::text).contains("short");
        assertThat(SCANNER.scan("cut off", "ǂʭ߷")).isEmpty();
    }

    private static String numbered(String form) {
        var out = new StringBuilder();
        TEXT.codePoints().forEach(letter -> out.append(form.formatted(letter)));
        return out.toString();
    }

    private static String digest(String algorithm, byte[] raw) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(raw));
    }

    private static byte[] gzip(byte[] raw) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(raw);
        }
        return out.toByteArray();
    }
}
