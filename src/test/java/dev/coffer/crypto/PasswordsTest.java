package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private static final Golden GOLDEN = new Golden();
    private static final String PHC = GOLDEN.text("phc");

    private final Passwords passwords = new Passwords();
    private final Plaintext password = Plaintext.ofText(GOLDEN.text("password"));

    /** RFC 9106, section 5.3. */
    @Test
    void argon2idMatchesItsPublishedVector() {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(32).withIterations(3).withParallelism(4)
                .withSalt(filled(16, 2)).withSecret(filled(8, 3)).withAdditional(filled(12, 4)).build();
        assertThat(Argon2Hash.tag(parameters, filled(32, 1))).isEqualTo(HexFormat.of()
                .parseHex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    @Test
    void aPasswordMatchesItsHashAndNoOtherDoes() {
        var phc = passwords.hash(password);
        assertThat(phc).startsWith("$argon2id$v=19$m=65536,t=3,p=1$").hasSize(97).isNotEqualTo(PHC);
        assertThat(passwords.matches(password, phc)).isTrue();
        assertThat(passwords.matches(Plaintext.ofText("correct horse battery stable "), phc)).isFalse();
        assertThat(passwords.needsRehash(phc)).isFalse();
    }

    @Test
    void aHashOfFormat1MatchesForEver() {
        assertThat(passwords.matches(password, PHC)).isTrue();
    }

    @Test
    void parametersComeFromTheHash() {
        var salt = filled(16, 7);
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(19_456).withIterations(2)
                .withParallelism(1).withSalt(salt).build();
        var weaker = new Argon2Hash(19_456, 2, 1, salt, Argon2Hash.tag(parameters, password.expose())).phc();
        assertThat(weaker).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches(password, weaker)).isTrue();
        assertThat(passwords.needsRehash(weaker)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=19455,t=2,p=1", "m=65536,t=1,p=1", "m=65537,t=3,p=1", "m=9999999,t=3,p=1",
            "m=65536,t=11,p=1", "m=65536,t=3,p=5", "m=65536,t=3,p=0", "m=65536,t=3", "m=-1,t=3,p=1"})
    void weakAndHeavyParametersAreRefused(String parameters) {
        assertThat(Argon2Hash.parse(PHC.replace("m=65536,t=3,p=1", parameters))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"})
    void whatIsNoHashMatchesNothing(String phc) {
        assertThat(Argon2Hash.parse(phc)).isEmpty();
        assertThat(passwords.needsRehash(phc)).isTrue();
        assertThat(Argon2Hash.parse(PHC.replace("argon2id", "argon2i"))).isEmpty();
        assertThat(Argon2Hash.parse(PHC.replace("v=19", "v=16"))).isEmpty();
        assertThat(Argon2Hash.parse(PHC + "\n")).isEmpty();
    }

    @Test
    void aBrokenHashAndAnUnknownUserCostTheSameWork() {
        assertThat(passwords.matches(password, "x")).isFalse();
        passwords.decoy(password);
    }

    @Test
    void fewRunAtOnceSomeWaitAndTheRestAreRefused() throws Exception {
        var small = new Passwords(2, 3);
        var running = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 5; i++) {
                threads.submit(() -> small.bounded(() -> {
                    running.countDown();
                    await(release);
                    return true;
                }));
            }
            running.await();
            while (small.places() > 0) {
                Thread.yield();
            }
            assertThatExceptionOfType(Passwords.Busy.class).isThrownBy(() -> small.decoy(password));
            release.countDown();
        }
        assertThat(small.places()).isEqualTo(5);
        assertThat(small.bounded(() -> "again")).isEqualTo("again");
    }

    @Test
    void aFailureOrAnInterruptGivesItsPlaceBack() {
        var small = new Passwords(1, 0);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> small.bounded(() -> {
            throw new IllegalStateException();
        }));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(Passwords.Busy.class).isThrownBy(() -> small.bounded(() -> true));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(small.bounded(() -> true)).isTrue();
    }

    @Test
    void noMoreRunAtOnceThanHalfOfTheHeapHolds() {
        long mebibyte = 1024 * 1024;
        assertThat(Passwords.permits(8, 192 * mebibyte)).isEqualTo(1);
        assertThat(Passwords.permits(8, 256 * mebibyte)).isEqualTo(2);
        assertThat(Passwords.permits(8, 4096 * mebibyte)).isEqualTo(2);
        assertThat(Passwords.permits(1, 4096 * mebibyte)).isEqualTo(1);
        assertThat(Passwords.permits(2, 64 * mebibyte)).isEqualTo(1);
    }

    @Test
    void bouncyCastleIsNoProvider() {
        passwords.decoy(password);
        assertThat(Security.getProviders()).noneMatch(provider -> provider.getName().startsWith("BC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"correct horse battery stable", "hQ7#xv2!LmPz", "zwölf Ämter üben", "🔑🗝🔐🔒🔓🛡🧱🚪🪟🧰🧲🪛",
                    "coffer keeps my seventeen geese", "            a            b"})
    void aLongPasswordOfAnyCharactersIsTaken(String password) {
        assertThat(Passwords.fault(password)).isEmpty();
    }

    @Test
    void lengthIsCountedInCharacters() {
        assertThat(Passwords.fault("hQ7#xv2!LmP")).hasValue("Use at least 12 characters");
        assertThat(Passwords.fault("🔑🗝🔐🔒🔓🛡🧱🚪🪟🧰🧲")).hasValue("Use at least 12 characters");
        assertThat(Passwords.fault("hQ7#xv2!".repeat(16))).isEmpty();
        assertThat(Passwords.fault("hQ7#xv2!".repeat(16) + "x")).hasValue("Use at most 128 characters");
        assertThat(Passwords.fault("")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaaaaaaaaaaa", "121212121212", "abcdabcdabcd", "            ", "123456789012",
            "0987654321098", "abcdefghijklm", "zyxwvutsrqponm", "qwertyuiopas", "1qaz2wsx3edc", "Password1234",
            "iloveyou1234", "ILOVEYOU1234", "coffercoffer", "Coffer-2026!", "coffer-admin", "admin-secret-1",
            "correct horse battery staple"})
    void aPasswordThatIsEasyToGuessIsRefused(String password) {
        assertThat(Passwords.fault(password)).hasValueSatisfying(fault -> assertThat(fault)
                .startsWith("This password is easy to guess").doesNotContain(password));
    }

    private static byte[] filled(int size, int with) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
