package dev.coffer.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.form.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R19")
class ReachTest {
    private static final Reach NONE = new Reach(List.of());
    private static final Reach LOOPBACK = new Reach(List.of(Network.parse("127.0.0.0/8").orElseThrow()));

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/hooks/coffer", "https://example.com:8443/x?token=1",
            "HTTPS://EXAMPLE.COM", "https://93.184.215.14/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"})
    void public_addresses_are_taken(String url) {
        assertThat(NONE.mistake(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|Address is required",
            "example.com/x|Write an address such as https://example.com/hooks/coffer",
            "ftp://example.com|Write an address such as https://example.com/hooks/coffer",
            "https:///x|Write an address such as https://example.com/hooks/coffer",
            "https://exa mple.com|Write an address such as https://example.com/hooks/coffer",
            "https://example.com:0|Write an address such as https://example.com/hooks/coffer",
            "https://example.com:70000|Write an address such as https://example.com/hooks/coffer",
            "https://a:b@example.com|Take the user name and password out of the address",
            "https://example.com/#x|Take out the # and what follows it",
            "http://example.com|Use https. Only what COFFER_WEBHOOK_ALLOW names is called over http"})
    void what_is_wrong_is_said(String url, String message) {
        assertThat(NONE.mistake(url)).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
            "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1",
            "240.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[fc00::1]",
            "[fd12:3456::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]",
            "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2001::1]", "[2001:db8::1]", "localhost",
            "LOCALHOST", "localhost.", "2130706433"})
    void addresses_inside_the_network_are_refused_at_once_and_at_each_attempt(String host) {
        assertThat(NONE.mistake("https://" + host + "/x")).as("at once").hasValueSatisfying(
                message -> assertThat(message).contains("inside the network"));
        assertThatExceptionOfType(Reach.Refused.class).isThrownBy(() -> NONE.addresses(host, true));
    }

    /** Some systems read these as loopback; what is called is what was read here, and never that. */
    @ParameterizedTest
    @ValueSource(strings = {"0x7f.1", "0x7f000001", "017700000001", "127.1", "127.0.0.01", "0177.0.0.1", "a.localhost"})
    void other_spellings_of_loopback_lead_nowhere_inside(String host) {
        assertThat(called(host)).noneMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void an_ipv4_address_behind_a_translator_is_judged_as_itself() throws Exception {
        assertThat(NONE.addresses("64:ff9b::5db8:d70e", true)).hasSize(1);
    }

    @Test
    void what_the_operator_allows_is_called_also_over_http_and_nothing_else_is() throws Exception {
        assertThat(LOOPBACK.mistake("http://127.0.0.1:8080/x")).isEmpty();
        assertThat(LOOPBACK.mistake("http://localhost/x")).isEmpty();
        assertThat(LOOPBACK.mistake("https://10.0.0.1/x")).isPresent();
        assertThat(LOOPBACK.mistake("http://93.184.215.14/x")).isPresent();
        assertThat(LOOPBACK.addresses("127.0.0.1", false)).hasSize(1);
        assertThatExceptionOfType(Reach.Refused.class).isThrownBy(() -> LOOPBACK.addresses("93.184.215.14", false));
        assertThatExceptionOfType(Reach.Refused.class).isThrownBy(() -> LOOPBACK.addresses("::1", true));
    }

    @Test
    void a_name_with_a_public_and_an_inner_address_is_refused_whichever_comes_first() {
        for (var addresses : List.of(List.of("93.184.215.14", "127.0.0.1"), List.of("10.0.0.1", "93.184.215.14"))) {
            var reach = new Reach(List.of(), _ -> addresses.stream().map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new));
            assertThat(reach.mistake("https://both.example/x")).isEmpty();
            assertThatExceptionOfType(Reach.Refused.class).isThrownBy(() -> reach.addresses("both.example", true));
        }
    }

    @Test
    void a_name_that_stands_for_nothing_is_not_known() {
        var reach = new Reach(List.of(), _ -> new InetAddress[0]);
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> reach.addresses("gone.example", true));
    }

    private static List<InetAddress> called(String host) {
        try {
            return NONE.addresses(host, true);
        } catch (Reach.Refused | UnknownHostException refused) {
            return List.of();
        }
    }
}
