package dev.coffer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R26")
class PrivateFilesTest {
    @TempDir
    private Path place;

    @Test
    void what_a_killed_process_left_is_removed_by_the_next_and_what_is_in_use_stays() throws IOException {
        var left = Files.createDirectory(place.resolve("coffer-run-1"));
        Files.writeString(left.resolve(".lock"), "");
        Files.writeString(left.resolve("KEY"), "canary");
        var others = Files.createDirectory(place.resolve("something-else"));
        try (var first = files(); var second = files()) {
            assertThat(left).doesNotExist();
            assertThat(others).exists();
            assertThat(first.paths().get("KEY")).exists().isNotEqualTo(second.paths().get("KEY"));
        }
        assertThat(names()).containsExactly("something-else");
    }

    @Test
    void only_the_owner_may_read_them() throws IOException {
        try (var files = files()) {
            var path = files.paths().get("KEY");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_folder_of_that_name_that_is_a_link_is_left_alone() throws IOException {
        var elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve(".lock"), "");
        Files.createSymbolicLink(place.resolve("coffer-run-link"), elsewhere);
        files().close();
        assertThat(elsewhere.resolve(".lock")).exists();
    }

    @Test
    void without_values_nothing_is_made() throws IOException {
        PrivateFiles.of(Map.of(), Map.of("XDG_RUNTIME_DIR", place.toString())).close();
        assertThat(names()).isEmpty();
    }

    private PrivateFiles files() throws IOException {
        return PrivateFiles.of(Map.of("KEY", Plaintext.ofText("value")), Map.of("XDG_RUNTIME_DIR", place.toString()));
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(place)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }
}
