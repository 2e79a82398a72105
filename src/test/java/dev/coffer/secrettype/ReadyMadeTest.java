package dev.coffer.secrettype;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import dev.coffer.project.Slugs;
import dev.coffer.schema.Mistake;
import dev.coffer.schema.Schema;
import dev.coffer.schema.SchemaCheck;
import dev.coffer.schema.Variables;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The types that a project can start from: what issuers give out fits them, and mistakes as people make them don't. */
@Tag("R13")
class ReadyMadeTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** What was drawn, and is in no text of ours. */
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9]{8,}");
    private static final Pattern DRAWN = Pattern.compile("[a-z][0-9]|[0-9][a-z]");

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    static List<ReadyMade> types() {
        return ReadyMade.all();
    }

    @Test
    void each_has_a_sample_a_key_and_a_name_of_its_own() {
        assertThat(samples().map(Sample::type)).containsExactlyInAnyOrderElementsOf(
                ReadyMade.all().stream().map(ReadyMade::key).toList());
        assertThat(ReadyMade.all()).allSatisfy(type -> {
            assertThat(Slugs.mistake(type.key())).isEmpty();
            assertThat(type.purpose()).endsWith(".").hasSizeLessThan(120);
            assertThat(type.source()).endsWith(".");
            assertThat(ReadyMade.find(type.key())).contains(type);
        });
        assertThat(new HashSet<>(ReadyMade.all().stream().map(ReadyMade::name).toList())).hasSize(types().size());
        assertThat(ReadyMade.find("../secrettype/api-key")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_is_accepted_as_it_stands(ReadyMade type) {
        assertThat(SchemaCheck.check(type.schema())).isInstanceOf(SchemaCheck.Accepted.class);
        var root = JSON.readTree(type.schema());
        assertThat(root.path("title").asString()).isNotEmpty();
        assertThat(root.path("description").asString()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_an_issuer_gives_out_fits(Sample sample) {
        assertThat(sample.good()).isNotEmpty().allSatisfy(value -> assertThat(mistakes(sample, value)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_mistake_is_told_at_its_field_without_any_of_the_value(Sample sample) {
        assertThat(sample.bad()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(bad -> {
            var mistakes = mistakes(sample, bad.value());
            assertThat(mistakes).as(bad.mistake()).extracting(Mistake::pointer).contains(bad.pointer());
            assertThat(mistakes).extracting(Mistake::message).allSatisfy(message -> {
                assertThat(message).isNotBlank();
                LONG.matcher(bad.value()).results().map(MatchResult::group).filter(part -> DRAWN.matcher(part).find())
                        .forEach(part -> assertThat(message).doesNotContain(part));
            });
        });
    }

    @Test
    void a_postgresql_connection_is_an_address_and_what_its_tools_read() {
        var given = variables("postgresql", "DATABASE_URL", """
                {"host": "db.example.com", "port": 5432, "database": "shop", "user": "app", "password": "p@ss/1",
                 "sslmode": "require"}""");

        assertThat(given).isEqualTo(Map.of("DATABASE_URL",
                "postgresql://app:p%40ss%2F1@db.example.com:5432/shop?sslmode=require", "PGHOST", "db.example.com",
                "PGPORT", "5432", "PGDATABASE", "shop", "PGUSER", "app", "PGPASSWORD", "p@ss/1", "PGSSLMODE",
                "require"));
        var address = ReadyMade.find("postgresql-url").orElseThrow();
        assertThat(Schema.of(address.schema()).mistakes(plaintext(given.get("DATABASE_URL")))).isEmpty();
    }

    @Test
    void the_other_types_of_several_parts_give_what_their_tools_read() {
        assertThat(variables("aws-access-key", "AWS", first("aws-access-key"))).containsOnlyKeys("AWS",
                "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION");
        assertThat(variables("twilio-credentials", "TWILIO", first("twilio-credentials"))).containsOnlyKeys("TWILIO",
                "TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET");
        assertThat(variables("google-service-account", "GOOGLE", first("google-service-account")))
                .containsOnlyKeys("GOOGLE", "GOOGLE_CLOUD_PROJECT")
                .containsEntry("GOOGLE_CLOUD_PROJECT", "shop-123456");
        assertThat(variables("database", "DB", first("database"))).containsOnlyKeys("DB", "DB_HOST", "DB_PORT",
                "DB_DATABASE", "DB_USER", "DB_PASSWORD").extractingByKey("DB").asString().startsWith("mysql://app:");
        assertThat(variables("tls-certificate", "SITE", first("tls-certificate"))).containsOnlyKeys("SITE",
                "SITE_CERTIFICATE", "SITE_CHAIN", "SITE_PRIVATE_KEY");
        assertThat(variables("username-password", "REPORTS", first("username-password"))).containsOnlyKeys("REPORTS",
                "REPORTS_USERNAME", "REPORTS_PASSWORD");
    }

    private static String first(String type) {
        return samples().filter(sample -> sample.type().equals(type)).findFirst().orElseThrow().good().getFirst();
    }

    private static Map<String, String> variables(String type, String key, String value) {
        var schema = Schema.of(ReadyMade.find(type).orElseThrow().schema());
        assertThat(Variables.mistakes(schema, plaintext(value))).isEmpty();
        return Variables.of(key, schema, plaintext(value)).entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, given -> new String(given.getValue().expose(), StandardCharsets.UTF_8)));
    }

    private static Plaintext plaintext(String value) {
        return Plaintext.of(value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Mistake> mistakes(Sample sample, String value) {
        try (var plaintext = plaintext(value)) {
            return Schema.of(ReadyMade.find(sample.type()).orElseThrow().schema()).mistakes(plaintext);
        }
    }
}
