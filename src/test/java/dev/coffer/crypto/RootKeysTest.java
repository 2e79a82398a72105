package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeysTest {

    private static final byte[] KEY = new Golden().bytes("root-key");
    private static final String HEX = HexFormat.of().formatHex(KEY);
    private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);

    @TempDir
    Path folder;

    @Test
    void aKeyIsReadAsHexOrBase64WithWhiteSpaceAround() throws IOException {
        for (var text : List.of(HEX, HEX.toUpperCase(), BASE64, BASE64.replace("=", ""), "\r\n " + BASE64 + "\t\n",
                HEX + "\n")) {
            assertThat(RootKeys.read(file(text, "r--------"))).isInstanceOfSatisfying(RootKey.class,
                    key -> assertThat(key.bytes()).isEqualTo(KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "abc", "00", "zz", "0123456789abcdef", "neither base64 nor hex !!!",
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g",
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00"})
    void anythingElseIsMalformed(String text) throws IOException {
        assertRefused(RootKeys.read(file(text, "rw-------")), "root_key_malformed");
    }

    @Test
    void aLargeFileIsNotReadAsAKey() throws IOException {
        assertRefused(RootKeys.read(file(HEX + " ".repeat(5_000), "rw-------")), "root_key_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "r--r-----", "rw-------"})
    void aFileThatOnlyItsReadersMayReadIsTaken(String mode) throws IOException {
        assertThat(RootKeys.read(file(HEX, mode))).isInstanceOf(RootKey.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "r--r--r--", "r-----r--", "rw--w----", "rw-----w-", "rw-rw----",
            "rwx------", "rwxrwxrwx"})
    void aFileOpenToOthersIsRefused(String mode) throws IOException {
        assertRefused(RootKeys.read(file(HEX, mode)), "root_key_open_to_others");
    }

    @Test
    void linksAreFollowedToTheFileThatCounts() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), file(HEX, "rw-------"));
        assertThat(RootKeys.read(link)).isInstanceOf(RootKey.class);
        Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(RootKeys.read(link), "root_key_open_to_others");
        Files.delete(link.toRealPath());
        assertRefused(RootKeys.read(link), "root_key_missing");
    }

    @Test
    void aMissingFileIsNeverMade() throws IOException {
        assertRefused(RootKeys.read(folder.resolve("none")), "root_key_missing");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFolderIsNoKey() {
        assertRefused(RootKeys.read(folder), "root_key_not_a_file");
    }

    @Test
    void aFileOfAnotherUserIsRefusedUnlessThatIsRoot() throws IOException {
        var file = file(HEX, "r--r-----");
        var owner = ((Number) Files.getAttribute(file, "unix:uid")).longValue();
        if (owner == 0) {
            assertThat(RootKeys.read(file, 12_345)).isInstanceOf(RootKey.class);
            Files.setAttribute(file, "unix:uid", 54_321);
        }
        assertRefused(RootKeys.read(file, 12_345), "root_key_owned_by_another");
    }

    @Test
    void aNewKeyIsRandomAndForItsOwnerOnly() throws IOException {
        var file = folder.resolve("root.key");
        try (var made = RootKeys.create(file)) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(RootKeys.read(file)).isInstanceOfSatisfying(RootKey.class,
                    read -> assertThat(read.bytes()).isEqualTo(made.bytes()));
            assertThat(RootKeys.create(folder.resolve("other")).bytes()).isNotEqualTo(made.bytes());
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aKeyIsNeverReplaced() throws IOException {
        var file = file("", "rw-------");
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> RootKeys.create(file));
        assertThat(file).isEmptyFile();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aClosedKeyIsWiped() {
        var key = TestKeys.rootKey();
        key.close();
        assertThat(key.bytes()).containsOnly(0);
    }

    private static void assertRefused(RootKeys.Reading reading, String code) {
        assertThat(reading).isInstanceOfSatisfying(StaysSealed.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.sentence()).endsWith(".").doesNotContain(HEX, BASE64);
        });
    }

    private Path file(String text, String mode) throws IOException {
        var file = Files.createTempFile(folder, "key", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
