package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R19")
class WebhookSecretTest {

    @Test
    void one_is_text_that_a_configuration_file_takes_and_no_other_is_like_it() {
        try (var one = WebhookSecret.issue(); var other = WebhookSecret.issue()) {
            assertThat(new String(one.expose(), StandardCharsets.US_ASCII)).matches("whsec_[A-Za-z0-9_-]{43}");
            assertThat(one.sameAs(other)).isFalse();
        }
    }

    /** {@code printf '1767225600.{"a":"é"}' | openssl dgst -sha256 -hmac whsec_test}. */
    @Test
    void a_signature_is_what_openssl_makes_of_the_seconds_and_the_body() {
        assertThat(WebhookSecret.signature(Plaintext.ofText("whsec_test"), 1_767_225_600L, "{\"a\":\"é\"}"))
                .isEqualTo("be2d962feb5b132c229e522e1132a27cac3364289dd5d23d87767b1eb06bcc16");
    }
}
