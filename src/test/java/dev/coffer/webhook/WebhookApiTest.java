package dev.coffer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.WebhookSecret;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("R19")
class WebhookApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NEW = "{\"url\": \"%s\", \"events\": [\"secret.changed\"]}";
    private static TestServer server;
    private static Cast cast;

    @BeforeAll
    static void start() {
        server = TestServer.startAllowing(Post.LOOPBACK);
        cast = server.cast;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_webhook_is_made_read_changed_rolled_and_deleted() {
        var hooks = hooks("w-made");
        var api = server.api(cast.dave);
        var made = api.json("POST", hooks, NEW.formatted("https://hooks.invalid/x"));
        assertThat(made.statusCode()).isEqualTo(201);
        var secret = json(made).path("secret").asString();
        assertThat(secret).matches("whsec_[A-Za-z0-9_-]{43}");
        var href = made.headers().firstValue("Location").orElseThrow();
        assertThat(href).isEqualTo(hooks + "/" + json(made).path("id").asString());

        assertThat(api.get(href).body()).contains("https://hooks.invalid/x").doesNotContain("whsec_");
        assertThat(json(api.get(hooks)).path("items")).hasSize(1);
        assertThat(json(api.json("PATCH", href, "{\"enabled\": false}")).path("enabled").asBoolean()).isFalse();
        assertThat(json(api.json("POST", href + "/secret", "{}")).path("secret").asString()).startsWith("whsec_")
                .isNotEqualTo(secret);
        assertThat(api.json("POST", href + "/test", "{}").statusCode()).as("disabled").isEqualTo(409);
        assertThat(api.delete(href).statusCode()).isEqualTo(204);
        assertThat(api.get(href).statusCode()).isEqualTo(404);
    }

    @Test
    void the_secret_is_not_repeated_to_who_asks_again() {
        var api = server.api(cast.alice).with("Idempotency-Key", "one");
        var hooks = hooks("w-once");
        var body = NEW.formatted("https://hooks.invalid/x");

        assertThat(api.json("POST", hooks, body).statusCode()).isEqualTo(201);
        assertThat(api.json("POST", hooks, body).statusCode()).isEqualTo(409);
        assertThat(json(server.api(cast.alice).get(hooks)).path("items")).hasSize(1);
    }

    @Test
    void mistakes_are_said_by_field_and_never_repeat_the_address() {
        var answer = server.api(cast.alice).json("POST", hooks("w-wrong"),
                "{\"url\": \"https://169.254.169.254/t0ken\", \"events\": []}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("errors").propertyNames()).containsExactly("url", "events");
        assertThat(answer.body()).doesNotContain("t0ken").contains("inside the network");
    }

    @Test
    void a_change_reaches_a_receiver_signed_by_the_server_s_own_dispatcher() throws Exception {
        try (var receiver = new Receiver()) {
            var hooks = hooks("w-told");
            var api = server.api(cast.alice);
            var made = json(api.json("POST", hooks, NEW.formatted(receiver.url("/in"))));
            api.json("PUT", "/api/v1/projects/w-told/secrets/A",
                    "{\"value\": \"canary\", \"environments\": [\"preview\"]}");
            api.json("POST", hooks + "/" + made.path("id").asString() + "/test", "{}");

            for (var event : new String[]{"secret.changed", "ping"}) {
                var call = receiver.next(30, TimeUnit.SECONDS);
                var signature = call.header("Coffer-Signature");
                long seconds = Long.parseLong(signature.replaceFirst("t=(\\d+),.*", "$1"));
                assertThat(call.header("Coffer-Event")).isEqualTo(event);
                assertThat(signature).endsWith(",v1=" + WebhookSecret.signature(
                        Plaintext.ofText(made.path("secret").asString()), seconds, call.body()));
                assertThat(call.body()).doesNotContain("canary");
            }
            var deliveries = json(api.get(hooks + "/" + made.path("id").asString() + "/deliveries?limit=1"));
            assertThat(deliveries.path("items")).hasSize(1);
            assertThat(deliveries.path("next").isNull()).isFalse();
            var item = deliveries.path("items").get(0);
            assertThat(item.propertyNames()).containsExactly("id", "event", "status", "attempts", "created_at",
                    "last_attempt_at", "next_attempt_at", "delivered_at", "last_status", "last_fault", "body");
            var again = api.json("POST", "%s/%s/deliveries/%s/retry".formatted(hooks, made.path("id").asString(),
                    item.path("id").asString()), "{}");
            assertThat(again.statusCode()).isEqualTo(202);
        }
    }

    @Test
    @Tag("R34")
    void who_manages_none_is_refused_and_an_outsider_finds_nothing() {
        var hooks = hooks("w-closed");
        assertThat(server.api(cast.bob).get(hooks).statusCode()).isEqualTo(403);
        assertThat(server.api(cast.carol).json("POST", hooks, NEW.formatted("https://hooks.invalid")).statusCode())
                .isEqualTo(403);
        assertThat(server.api(cast.mallory).get(hooks).statusCode()).isEqualTo(404);
        assertThat(server.api().get(hooks).statusCode()).isEqualTo(401);
    }

    private static String hooks(String project) {
        cast.project(project);
        return "/api/v1/projects/%s/webhooks".formatted(project);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
