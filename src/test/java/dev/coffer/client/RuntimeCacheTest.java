package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.client.RuntimeCache.Recalled;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R32")
class RuntimeCacheTest {
    private static final String TOKEN = "cof_d0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String CANARY = "canary-51c0ffee";

    @TempDir
    private Path folder;
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @BeforeEach
    void keepOne() throws IOException {
        try (var secrets = secrets()) {
            cache(TOKEN).keep(secrets);
        }
    }

    @Test
    void what_was_kept_comes_back_with_its_age() {
        now = now.plusSeconds(90);
        assertThat(cache(TOKEN).recall()).isInstanceOfSatisfying(Recalled.Kept.class, kept -> {
            assertThat(kept.secrets().get("KEY").exposeText()).isEqualTo(CANARY);
            assertThat(kept.secrets().etag()).isEqualTo("\"tag\"");
            assertThat(kept.secrets().origin().deployment()).isEqualTo("api@production");
            assertThat(kept.secrets().missing()).containsExactly("OTHER");
            assertThat(kept.age()).isEqualTo(Duration.ofSeconds(90));
            assertThat(kept.toString()).doesNotContain("canary");
        });
    }

    @Test
    void the_file_is_its_owner_s_alone_and_tells_nothing() throws IOException {
        var file = file();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain("canary", "KEY",
                "production", TOKEN.substring(5, 15));
        assertThat(file.getFileName().toString()).doesNotContain(TOKEN.substring(5, 15));
    }

    @Test
    void beyond_its_time_it_is_deleted() {
        now = now.plus(Duration.ofHours(12));
        assertThat(cache(TOKEN).recall()).isInstanceOf(Recalled.Kept.class);
        now = now.plusMillis(1);
        assertNothing("older than it may be");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_use_makes_it_no_younger_and_a_file_s_date_doesn_t_count() throws IOException {
        now = now.plus(Duration.ofHours(11));
        cache(TOKEN).recall();
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
        now = now.plus(Duration.ofHours(2));
        assertNothing("older than it may be");
    }

    @Test
    void a_clock_that_was_set_back_gives_nothing() {
        now = now.minus(Duration.ofMinutes(2));
        assertNothing("The clock was set back");
        now = now.plus(Duration.ofHours(11));
        assertThat(cache(TOKEN).recall()).isInstanceOf(Recalled.Kept.class);
        now = now.minus(Duration.ofHours(5));
        assertNothing("The clock was set back");
    }

    @Test
    void another_token_or_server_finds_nothing_and_can_t_open_it() throws IOException {
        assertThat(cache("cof_dXXXXXXXXXXabcdefghijklmnopqrstuvwxyz").recall()).isInstanceOf(Recalled.Nothing.class);
        var samesId = cache(TOKEN.substring(0, 20) + "another-secret-of-the-same-id");
        assertThat(samesId.recall()).isEqualTo(
                new Recalled.Nothing("What was kept is not for this server and token, or was changed"));
        keepOne();
        var mine = file();
        var elsewhere =
                new RuntimeCache(new Http(URI.create("https://elsewhere.example.com"), TOKEN), folder.resolve("coffer"),
                        Duration.ofHours(12), () -> now);
        try (var secrets = secrets()) {
            elsewhere.keep(secrets);
        }
        var theirs = files().stream().filter(each -> !each.equals(mine)).findFirst().orElseThrow();
        Files.copy(mine, theirs, StandardCopyOption.REPLACE_EXISTING);
        assertThat(elsewhere.recall()).isInstanceOf(Recalled.Nothing.class);
    }

    @Test
    void each_flipped_byte_and_each_cut_is_seen() throws IOException {
        var whole = Files.readAllBytes(file());
        var path = file();
        for (int i = 0; i < whole.length; i++) {
            var changed = whole.clone();
            changed[i] ^= 1;
            Files.write(path, changed);
            assertThat(cache(TOKEN).recall()).as("byte %d", i).isInstanceOf(Recalled.Nothing.class);
            assertThat(path).doesNotExist();
            Files.write(path, Arrays.copyOf(whole, i));
            assertThat(cache(TOKEN).recall()).as("cut at %d", i).isInstanceOf(Recalled.Nothing.class);
        }
    }

    @Test
    void wiping_leaves_nothing() {
        cache(TOKEN).wipe();
        assertThat(files()).isEmpty();
        assertNothing("Nothing was kept");
        cache(TOKEN).wipe();
    }

    private void assertNothing(String why) {
        assertThat(cache(TOKEN).recall()).isInstanceOfSatisfying(Recalled.Nothing.class,
                nothing -> assertThat(nothing.why()).contains(why));
    }

    private RuntimeCache cache(String token) {
        return new RuntimeCache(new Http(URI.create("https://coffer.example.com"), token), folder.resolve("coffer"),
                Duration.ofHours(12), () -> now);
    }

    private static RuntimeSecrets secrets() {
        return RuntimeSecrets.of(("""
                {"project":"shop","environment":"production","app":"api","version":3,
                "secrets":{"KEY":"%s"},"missing":["OTHER"],"more":{"a":[1]}}""".formatted(CANARY))
                .getBytes(StandardCharsets.UTF_8), "\"tag\"");
    }

    private Path file() {
        return files().getFirst();
    }

    private List<Path> files() {
        try (var all = Files.list(folder.resolve("coffer"))) {
            return all.toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
