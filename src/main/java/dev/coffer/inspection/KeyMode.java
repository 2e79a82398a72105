package dev.coffer.inspection;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Whether a key moves real money, by the prefixes that services give their keys for that purpose, as they document
 * them:
 *
 * <ul>
 * <li>Stripe (docs.stripe.com/keys), Clerk (clerk.com/docs) and Paystack (paystack.com/docs/api): {@code sk_}, {@code
 * pk_} and {@code rk_}, then {@code live_} or {@code test_}
 * <li>Paddle (developer.paddle.com/api-reference/about/authentication): {@code pdl_live_apikey_}, {@code
 * pdl_sdbx_apikey_}; its client-side tokens, and Mollie's keys (docs.mollie.com/reference/authentication): {@code
 * live_} or {@code test_} and a long row of letters and digits, for the word alone begins many other values
 * <li>Razorpay (razorpay.com/docs/api/authentication): {@code rzp_live_}, {@code rzp_test_}
 * <li>Braintree (developer.paypal.com/braintree/docs): {@code access_token$production$}, {@code access_token$sandbox$}
 * <li>Flutterwave (developer.flutterwave.com/docs/authentication): {@code FLWSECK-}, {@code FLWSECK_TEST-}
 * <li>Shippo (docs.goshippo.com/docs/guides_general/authentication): {@code shippo_live_}, {@code shippo_test_}
 * </ul>
 *
 * <p>Square, Adyen and PayPal are left out: their access tokens begin alike in both.
 */
enum KeyMode {
    LIVE(Finding.LIVE_KEY, List.of("sk_live_", "pk_live_", "rk_live_", "pdl_live_apikey_", "rzp_live_",
            "access_token$production$", "FLWSECK-", "shippo_live_"), "live_"),
    TEST(Finding.TEST_KEY, List.of("sk_test_", "pk_test_", "rk_test_", "pdl_sdbx_apikey_", "rzp_test_",
            "access_token$sandbox$", "FLWSECK_TEST-", "shippo_test_"), "test_");

    private static final int LONG_ROW = 27;
    private static final int SHORTEST_REST = 8;

    private final Finding finding;
    private final List<byte[]> prefixes;
    private final byte[] word;

    KeyMode(Finding finding, List<String> prefixes, String word) {
        this.finding = finding;
        this.prefixes = prefixes.stream().map(KeyMode::ascii).toList();
        this.word = ascii(word);
    }

    /** Empty for all that is no such key. */
    static Optional<Finding> of(Plaintext value) {
        var bytes = value.expose();
        for (var mode : values()) {
            if (mode.matches(bytes)) {
                return Optional.of(mode.finding);
            }
        }
        return Optional.empty();
    }

    private boolean matches(byte[] bytes) {
        return prefixes.stream().anyMatch(prefix -> startsWith(bytes, prefix)
                && bytes.length >= prefix.length + SHORTEST_REST)
                || startsWith(bytes, word) && isLongRow(bytes, word.length);
    }

    private static boolean isLongRow(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (!Character.isLetterOrDigit(bytes[i])) {
                return false;
            }
        }
        return bytes.length - from >= LONG_ROW;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || bytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
