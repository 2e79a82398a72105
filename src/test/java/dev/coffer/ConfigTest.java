package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.db.Address;
import dev.coffer.form.Network;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @TempDir
    private Path folder;

    @Test
    void nothing_set_is_a_trial_on_this_machine() {
        var config = good(Map.of("PATH", "/bin")).config();

        assertThat(config.database()).isEmpty();
        assertThat(config.databases().replica()).isEmpty();
        assertThat(config.dataFolder()).isEqualTo(Path.of(".coffer").toAbsolutePath());
        assertThat(config.listen()).isEqualTo(new Config.Listen("127.0.0.1", 8080));
        assertThat(config.publicUrl()).hasToString("http://localhost:8080");
        assertThat(config.limits()).isEqualTo(new Config.Limits(100, 256, 65_536));
        assertThat(config.trustedProxies()).isEmpty();
        assertThat(config.webhookAllow()).isEmpty();
        assertThat(config.https()).isFalse();
    }

    @Test
    void every_variable_is_taken() throws Exception {
        var password = Files.writeString(folder.resolve("password"), "p w\n");
        var environment = new HashMap<>(Map.of(
                "COFFER_DATABASE_URL", "jdbc:postgresql://a:5432,b:5432/coffer?targetServerType=primary",
                "COFFER_DATABASE_PASSWORD_FILE", password.toString(),
                "COFFER_PUBLIC_URL", "https://Coffer.example.com/",
                "COFFER_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::/32",
                "COFFER_WEBHOOK_ALLOW", "127.0.0.0/8",
                "COFFER_LIMIT_SECRETS", "1000",
                "COFFER_METRICS_TOKEN", "0123456789abcdef"));
        environment.putAll(Map.of("COFFER_DATABASE_READ_URL", "jdbc:postgresql://b:5432/coffer",
                "COFFER_DATABASE_USER", "coffer", "COFFER_PORT", "9000"));
        var reading = good(environment);

        assertThat(reading.warnings()).isEmpty();
        var config = reading.config();
        assertThat(config.database().orElseThrow().password()).isEqualTo("p w");
        assertThat(config.databases().replica().orElseThrow()).isEqualTo(
                new Address("jdbc:postgresql://b:5432/coffer", "coffer", "p w"));
        assertThat(config.listen().port()).isEqualTo(9000);
        assertThat(config.publicUrl()).hasToString("https://coffer.example.com");
        assertThat(config.https()).isTrue();
        assertThat(config.trustedProxies()).hasSize(2);
        assertThat(config.webhookAllow()).containsExactly(Network.parse("127.0.0.0/8").orElseThrow());
        assertThat(config.limits().secrets()).isEqualTo(1000);
        assertThat(config.metricsToken().orElseThrow().expose()).isEqualTo("0123456789abcdef");
    }

    @Test
    void all_faults_are_told_at_once() {
        var faults = faults(Map.of(
                "COFFER_DATABASE_URL", "postgres://coffer:hunter2@db/coffer",
                "COFFER_PORT", "eighty",
                "COFFER_PUBLIC_URL", "https://example.com/coffer",
                "COFFER_TRUSTED_PROXIES", "10.0.0.1/8",
                "COFFER_WEBHOOK_ALLOW", "localhost",
                "COFFER_LIMIT_SECRETS", "0",
                "COFFER_METRICS_TOKEN_FILE", "/nowhere/token"));

        assertThat(faults).hasSize(9).noneMatch(fault -> fault.contains("hunter2"))
                .allMatch(fault -> fault.endsWith("."));
    }

    @Test
    void a_replica_needs_a_primary_and_takes_no_password_in_its_address() {
        assertThat(faults(Map.of("COFFER_DATABASE_READ_URL", "jdbc:postgresql://b:5432/coffer")))
                .containsExactly("COFFER_DATABASE_READ_URL needs COFFER_DATABASE_URL beside it.");
        assertThat(faults(Map.of("COFFER_DATABASE_URL", "jdbc:postgresql://a:5432/coffer", "COFFER_DATABASE_USER",
                "coffer", "COFFER_DATABASE_READ_URL", "jdbc:postgresql://b/coffer?password=hunter2")))
                .singleElement().asString().startsWith("COFFER_DATABASE_READ_URL holds").doesNotContain("hunter2");
    }

    @Test
    void a_secret_never_prints() {
        var config = good(Map.of(
                "COFFER_DATABASE_URL", "jdbc:postgresql://db/coffer",
                "COFFER_DATABASE_USER", "coffer",
                "COFFER_DATABASE_PASSWORD", "hunter2-hunter2-hunter2",
                "COFFER_METRICS_TOKEN", "hunter2-hunter2-hunter2")).config();

        assertThat(config.toString()).doesNotContain("hunter2").contains("[secret]");
    }

    @Test
    void a_secret_given_twice_is_a_fault() {
        assertThat(faults(Map.of("COFFER_METRICS_TOKEN", "0123456789abcdef", "COFFER_METRICS_TOKEN_FILE", "/x")))
                .contains("COFFER_METRICS_TOKEN and COFFER_METRICS_TOKEN_FILE are both set: keep one.");
    }

    @Test
    void an_unknown_name_is_a_warning_and_the_command_lines_own_are_not() {
        assertThat(good(Map.of("COFFER_DATA_DIRECTORY", "x", "COFFER_URL", "y", "COFFER_JAVA", "z")).warnings())
                .singleElement().asString().startsWith("COFFER_DATA_DIRECTORY is set");
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        assertThat(good(Map.of("COFFER_PORT", "", "COFFER_METRICS_TOKEN", " ")).config().metricsToken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://x", "https://", "https://u@x", "https://x?q", "https://x/#f", "x", "//x", "http://x/a"})
    void a_public_url_is_an_origin(String url) {
        assertThat(faults(Map.of("COFFER_PUBLIC_URL", url))).singleElement().asString().startsWith("COFFER_PUBLIC_URL");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.1.2,true", "10.0.0.0/8,11.0.0.1,false", "192.0.2.7,192.0.2.7,true",
            "192.0.2.7,192.0.2.8,false", "0.0.0.0/0,203.0.113.9,true", "2001:db8::/32,2001:db8:1::1,true",
            "2001:db8::/32,2001:db9::1,false", "0.0.0.0/0,::1,false", "10.0.0.0/8,::ffff:10.1.1.1,true"})
    void a_network_contains_its_addresses(String network, String address, boolean contained) {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "localhost", "10.0.0.0/8/8", "10.0.0.0/",
            "::/129"})
    void what_is_no_network_is_refused(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    private static Config.Good good(Map<String, String> environment) {
        return (Config.Good) Config.read(environment);
    }

    private static List<String> faults(Map<String, String> environment) {
        return ((Config.Faults) Config.read(environment)).sentences();
    }
}
