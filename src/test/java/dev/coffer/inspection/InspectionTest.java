package dev.coffer.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Pems;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Slip;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R12")
class InspectionTest {
    private static final String REST = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5";

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void what_stands_out_is_a_kind(Finding kind, String value) {
        assertThat(inspect(value).findings()).containsExactly(kind);
    }

    static Stream<Arguments> what_stands_out_is_a_kind() {
        return Stream.of(
                Arguments.of(Finding.LINE_END, "hunter22hunter22\n"),
                Arguments.of(Finding.LINE_END, "hunter22hunter22\r\n"),
                Arguments.of(Finding.LINE_END, "hunter22----\n"), Arguments.of(Finding.LINE_END, "-----\n\n"),
                Arguments.of(Finding.BLANK, " hunter22hunter22"),
                Arguments.of(Finding.BLANK, "hunter22hunter22\t"),
                Arguments.of(Finding.QUOTES, "\"hunter22hunter22\""),
                Arguments.of(Finding.QUOTES, "'hunter22hunter22'"),
                Arguments.of(Finding.ASSIGNMENT, "API_KEY=hunter22hunter22"),
                Arguments.of(Finding.ASSIGNMENT, "export API_KEY=hunter22hunter22"),
                Arguments.of(Finding.CUT_OFF, Pems.pkcs8(Pems.ec()).substring(0, 80)),
                Arguments.of(Finding.CUT_OFF, "-----END CERTIFICATE-----"),
                Arguments.of(Finding.UNSEEN_BLANK, "hunter22\u00a0hunter22"),
                Arguments.of(Finding.PLACEHOLDER, "changeme"),
                Arguments.of(Finding.PLACEHOLDER, "<your-key>"),
                Arguments.of(Finding.BROKEN_KEY, Pems.block("PRIVATE KEY", new byte[]{1, 2, 3}).strip()),
                Arguments.of(Finding.BROKEN_KEY,
                        "{\"key\":\"-----BEGIN PRIVATE KEY-----\\nAA\\n-----END PRIVATE KEY-----\"}"),
                Arguments.of(Finding.BROKEN_CERTIFICATE, Pems.block("CERTIFICATE", new byte[]{1, 2, 3}).strip()),
                Arguments.of(Finding.LIVE_KEY, "sk_live_" + REST), Arguments.of(Finding.LIVE_KEY, "pk_live_" + REST),
                Arguments.of(Finding.LIVE_KEY, "rk_live_" + REST), Arguments.of(Finding.LIVE_KEY, "live_" + REST),
                Arguments.of(Finding.LIVE_KEY, "pdl_live_apikey_01gt_" + REST),
                Arguments.of(Finding.LIVE_KEY, "rzp_live_a1B2c3D4e5F6g7"),
                Arguments.of(Finding.LIVE_KEY, "access_token$production$a1b2$" + REST),
                Arguments.of(Finding.LIVE_KEY, "FLWSECK-a1b2c3d4-X"),
                Arguments.of(Finding.LIVE_KEY, "shippo_live_" + REST),
                Arguments.of(Finding.TEST_KEY, "sk_test_" + REST), Arguments.of(Finding.TEST_KEY, "pk_test_" + REST),
                Arguments.of(Finding.TEST_KEY, "rk_test_" + REST), Arguments.of(Finding.TEST_KEY, "test_" + REST),
                Arguments.of(Finding.TEST_KEY, "pdl_sdbx_apikey_01gt_" + REST),
                Arguments.of(Finding.TEST_KEY, "rzp_test_a1B2c3D4e5F6g7"),
                Arguments.of(Finding.TEST_KEY, "access_token$sandbox$a1b2$" + REST),
                Arguments.of(Finding.TEST_KEY, "FLWSECK_TEST-a1b2c3d4-X"),
                Arguments.of(Finding.TEST_KEY, "shippo_test_" + REST));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a", "3000", "hunter22hunter22", "https://example.com/?API_KEY=1", "YWJjZA==", "test_user",
            "live_stream_key",
            "test_the_payment_of_all_our_customers", "sk_live_", "sk_live", "whsec_" + REST, "pk_lived_" + REST,
            "{\"a\": \"b\"}", "eyJ.eyJ.x", "eyJhIjoxfQ.eyJ.", "a.b.c", "-----BEGIN A-----\nMIIa\n-----END A-----"
    })
    void an_ordinary_value_has_nothing_that_stands_out(String value) {
        assertThat(inspect(value)).isEqualTo(inspect("b"));
        assertThat(inspect(value).findings()).isEmpty();
        assertThat(inspect(value).expiresAt()).isEmpty();
    }

    @Test
    void sound_keys_and_certificates_have_only_an_end() {
        var until = Instant.now().plus(40, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var chain = inspect(Pems.certificate(until) + Pems.pkcs8(Pems.rsa()));

        assertThat(chain.findings()).isEmpty();
        assertThat(chain.expiresAt()).contains(until);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"sub\":\"a\",\"exp\":1900000000}", "{\"exp\" : 1900000000,\"a\":{\"exp\":1}}",
            "{\"a\":{\"exp\":1},\"b\":[\"exp\",2],\"exp\":1900000000.5}", "{\"a\":\"\\\"exp\\\":1\",\"exp\":1900000000}"
    })
    void a_signed_token_says_itself_when_it_expires(String claims) {
        assertThat(inspect(token(claims)).expiresAt()).contains(Instant.ofEpochSecond(1_900_000_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"sub\":\"a\"}", "{\"exp\":\"never\"}", "{\"exp\":-1}", "{\"exp\":", "{\"exp\"", "{\"e\\",
            "{\"a\":{\"exp\":1900000000}}"
    })
    void a_signed_token_without_an_end_has_none(String claims) {
        assertThat(inspect(token(claims)).expiresAt()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void each_slip_of_a_paste_is_a_kind_that_can_be_kept(Slip slip) {
        assertThat(Finding.of(slip).name()).isEqualTo(slip.name());
    }

    @ParameterizedTest
    @EnumSource
    void each_kind_is_read_as_it_was_kept_and_says_what_to_do(Finding kind) {
        assertThat(Finding.of(kind.slug())).contains(kind);
        assertThat(kind.why()).endsWith(".");
        assertThat(kind.fix()).endsWith(".");
    }

    @Test
    void a_kind_of_a_newer_version_is_left_out() {
        assertThat(Inspection.findings(new String[]{"quotes", "of_tomorrow"})).containsExactly(Finding.QUOTES);
    }

    private static String token(String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    private static Inspection inspect(String value) {
        return Inspection.of(Plaintext.ofText(value));
    }
}
