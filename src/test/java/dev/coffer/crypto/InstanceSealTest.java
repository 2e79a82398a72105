package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.Binding.Place;
import dev.coffer.crypto.InstanceSeal.Box;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values that belong to no project. */
@Tag("R12")
@Tag("R19")
class InstanceSealTest {
    private static final UUID ORGANIZATION = UUID.randomUUID();
    private static final UUID BUILT_IN = UUID.randomUUID();
    private static final UUID VERSION = UUID.randomUUID();

    private final UUID instance = UUID.randomUUID();
    private final byte[] instanceKey = Ciphers.random(32);
    private final Keyring keyring = new Keyring(instance, 1, Map.of(1, instanceKey));
    private final InstanceSeal seal = new InstanceSeal(keyring);

    @Test
    void what_is_sealed_opens_also_in_another_process() {
        var box = seal.seal(binding("production"), Plaintext.ofText("sk_live"));

        assertOpens(seal, binding("production"), box, "sk_live");
        assertOpens(new InstanceSeal(new Keyring(instance, 1, Map.of(1, instanceKey))), binding("production"), box,
                "sk_live");
        assertThat(box).hasToString("[sealed by instance key 1]");
    }

    @Test
    void a_value_opens_for_its_own_row_only() {
        var box = seal.seal(binding("production"), Plaintext.ofText("sk_live"));
        var other = UUID.randomUUID();

        var elsewhere = List.of(binding("preview"), binding(""), binding("productio"),
                Binding.builtInValue(new Place(other, BUILT_IN, "production"), VERSION, 3),
                Binding.builtInValue(new Place(ORGANIZATION, other, "production"), VERSION, 3),
                Binding.builtInValue(new Place(ORGANIZATION, BUILT_IN, "production"), other, 3),
                Binding.builtInValue(new Place(ORGANIZATION, BUILT_IN, "production"), VERSION, 4),
                Binding.builtInValue(new Place(BUILT_IN, ORGANIZATION, "production"), VERSION, 3));
        assertThat(elsewhere).allSatisfy(binding -> assertBroken(seal, binding, box));
    }

    @Test
    void a_value_of_one_instance_does_not_open_in_another() {
        var box = seal.seal(binding("production"), Plaintext.ofText("sk_live"));

        assertBroken(new InstanceSeal(new Keyring(UUID.randomUUID(), 1, Map.of(1, instanceKey))),
                binding("production"), box);
        assertBroken(new InstanceSeal(TestKeys.keyring()), binding("production"), box);
    }

    @Test
    void the_key_of_one_value_opens_no_other() {
        var one = seal.seal(binding("production"), Plaintext.ofText("sk_live"));
        var other = seal.seal(binding("production"), Plaintext.ofText("sk_live"));

        assertBroken(seal, binding("production"), new Box(1, one.wrapped(), other.sealed()));
        var asKeyOfTheWrongKind = keyring.wrap(binding("production"), Ciphers.random(32));
        assertBroken(seal, binding("production"), new Box(1, asKeyOfTheWrongKind, one.sealed()));
    }

    @Test
    void a_change_of_any_bit_is_noticed() {
        var box = seal.seal(binding("production"), Plaintext.ofText("sk_live"));

        for (var bit = 0; bit < box.wrapped().length * 8; bit++) {
            assertBroken(seal, binding("production"), new Box(1, flipped(box.wrapped(), bit), box.sealed()));
        }
        for (var bit = 0; bit < box.sealed().length * 8; bit++) {
            assertBroken(seal, binding("production"), new Box(1, box.wrapped(), flipped(box.sealed(), bit)));
        }
    }

    @Test
    void a_value_names_the_instance_key_that_opens_it() {
        var before = seal.seal(binding("production"), Plaintext.ofText("old"));
        var rotated = new InstanceSeal(new Keyring(instance, 2, Map.of(1, instanceKey, 2, Ciphers.random(32))));
        var after = rotated.seal(binding("production"), Plaintext.ofText("new"));

        assertThat(after.instanceKeyVersion()).isEqualTo(2);
        assertOpens(rotated, binding("production"), before, "old");
        assertOpens(rotated, binding("production"), after, "new");
        assertBroken(seal, binding("production"), after);
        assertBroken(rotated, binding("production"), new Box(2, before.wrapped(), before.sealed()));
    }

    @Test
    void no_two_values_share_a_key() {
        var value = Plaintext.ofText("the same value");
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            var box = seal.seal(binding("production"), value);
            var key = keyring.unwrap(1, binding("production").ownKey(1), box.wrapped()).orElseThrow();
            assertThat(seen.add(HexFormat.of().formatHex(key))).isTrue();
        }
    }

    @Test
    void a_fault_after_sealing_fails_the_request() {
        var faulty = new InstanceSeal(keyring, new Envelope(blob -> {
            blob[70] ^= 1;
            return blob;
        }));

        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> faulty.seal(binding("production"), Plaintext.ofText("sk_live")))
                .withMessageNotContaining("sk_live");
    }

    @Test
    void what_a_project_seals_has_no_key_of_its_own() {
        var id = UUID.randomUUID();

        assertThatIllegalArgumentException().isThrownBy(
                () -> seal.seal(Binding.secretValue(id, id, id, id, 1), Plaintext.ofText("sk_live")));
    }

    private static Binding binding(String environment) {
        return Binding.builtInValue(new Place(ORGANIZATION, BUILT_IN, environment), VERSION, 3);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        var changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static void assertOpens(InstanceSeal seal, Binding binding, Box box, String text) {
        try (var value = seal.open(binding, box)) {
            assertThat(value.sameAs(Plaintext.ofText(text))).isTrue();
        }
    }

    private static void assertBroken(InstanceSeal seal, Binding binding, Box box) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> seal.open(binding, box))
                .withMessageNotContaining("sk_live");
    }
}
