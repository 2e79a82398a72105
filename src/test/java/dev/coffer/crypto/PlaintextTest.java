package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlaintextTest {

    private static final String CANARY = "sk_live_canary\"<ü\n";

    record Holder(String key, Plaintext value) {}

    @Test
    void textIsKeptAsItsUtf8Bytes() {
        try (var value = Plaintext.ofText(CANARY)) {
            assertThat(value.expose()).isEqualTo(CANARY.getBytes(StandardCharsets.UTF_8));
            assertThat(value.size()).isEqualTo(19);
            assertThat(value.isEmpty()).isFalse();
        }
        assertThat(Plaintext.ofText("").isEmpty()).isTrue();
    }

    @Test
    void halfOfASurrogatePairIsRefusedWithoutTheText() {
        assertThatIllegalArgumentException().isThrownBy(() -> Plaintext.ofText("canary\ud83d"))
                .withMessageNotContaining("canary").withNoCause();
        assertThatIllegalArgumentException().isThrownBy(() -> Plaintext.ofText("\udd11canary"));
    }

    @Test
    void itComparesByContentAndHasNoEquals() {
        var value = Plaintext.ofText(CANARY);
        assertThat(value.sameAs(Plaintext.ofText(CANARY))).isTrue();
        assertThat(value.sameAs(Plaintext.ofText(CANARY + "x"))).isFalse();
        assertThat(value.equals(Plaintext.ofText(CANARY))).isFalse();
    }

    @Test
    void closingWipesTheBytesAndGivesNothingOutAfterwards() {
        var bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        var value = Plaintext.of(bytes);
        value.close();
        value.close();
        assertThat(bytes).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(value::expose);
        assertThatIllegalStateException().isThrownBy(value::size);
        assertThatIllegalStateException().isThrownBy(() -> value.sameAs(Plaintext.ofText("")));
    }

    @Test
    @Tag("R2")
    void itNeverPrintsItself() {
        var value = Plaintext.ofText(CANARY);
        assertThat(value).hasToString("[secret]");
        assertThat(new Holder("KEY", value)).hasToString("Holder[key=KEY, value=[secret]]");
        assertThat("%s".formatted(value)).isEqualTo("[secret]");
    }

    @Test
    @Tag("R2")
    void jacksonNeverWritesIt() {
        var value = Plaintext.ofText(CANARY);
        var json = JsonMapper.builder().build();
        for (var holder : List.of(value, new Holder("KEY", value), Map.of("value", value), List.of(value))) {
            assertThat(json.writeValueAsString(holder)).doesNotContain("canary", "sk_live", "19",
                    Base64.getEncoder().encodeToString(value.expose()).substring(0, 8));
        }
    }
}
