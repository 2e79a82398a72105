package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.cli.Surroundings.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a token lies between two commands. */
class ProfilesTest {
    private static final Profile ONE =
            new Profile("default", "https://coffer.example.com", "cof_p1", Map.of("project", "shop"));

    @TempDir
    private Path folder;

    @Test
    void a_profile_is_for_its_owner_alone() throws IOException {
        var file = profiles(Map.of("HOME", folder.toString())).keep(ONE);

        assertThat(file).isEqualTo(folder.resolve(".config/coffer/profiles/default.json"));
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(ONE).hasToString("[profile default]");
        try (var left = Files.list(file.getParent())) {
            assertThat(left).as("nothing else is left there").containsExactly(file);
        }
    }

    @Test
    void it_replaces_the_one_before_whatever_that_one_s_mode_was() throws IOException {
        var profiles = profiles(Map.of("XDG_CONFIG_HOME", folder.toString()));
        var file = profiles.keep(ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> profiles.chosen(null)).isInstanceOf(Stop.class)
                .hasMessageContaining("Others can read").hasMessageNotContaining("cof_p1");

        var withToken = Map.of("XDG_CONFIG_HOME", folder.toString(), "COFFER_TOKEN", "cof_p2");
        assertThat(Settings.of(around(withToken), null).token("https://x")).as("not needed, not looked at")
                .isEqualTo("cof_p2");
        profiles.keep(new Profile("default", "https://other.example.com", "cof_p2", Map.of()));
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(profiles.chosen(null)).hasValueSatisfying(each -> {
            assertThat(each.server()).isEqualTo("https://other.example.com");
            assertThat(each.token()).isEqualTo("cof_p2");
            assertThat(each.settings()).isEmpty();
        });
        assertThat(profiles.forget("default")).isTrue();
        assertThat(profiles.chosen(null)).isEmpty();
    }

    @Test
    void a_broken_one_says_how_to_go_on_and_can_be_replaced() throws IOException {
        var profiles = profiles(Map.of("XDG_CONFIG_HOME", folder.toString()));
        var file = profiles.keep(ONE);
        for (var broken : new String[]{"", "{", "[]", "{\"server\": 1}"}) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> profiles.chosen(null)).as(broken).isInstanceOf(Stop.class)
                    .hasMessageContaining("coffer login makes it anew");
            assertThat(profiles.usable("default")).isEmpty();
        }
        profiles.keep(ONE);
        assertThat(profiles.chosen(null)).contains(ONE);
    }

    @Test
    void without_a_home_nothing_is_read_and_nothing_kept() {
        var profiles = profiles(Map.of("XDG_CONFIG_HOME", "not/absolute"));
        assertThat(profiles.chosen(null)).isEmpty();
        assertThatThrownBy(() -> profiles.keep(ONE)).isInstanceOf(Stop.class).hasMessageContaining("HOME");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Profiles profiles(Map<String, String> variables) {
        return new Profiles(around(variables));
    }

    private Surroundings around(Map<String, String> variables) {
        return new Surroundings(variables, folder, InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), null,
                new Streams(false, false, false));
    }
}
