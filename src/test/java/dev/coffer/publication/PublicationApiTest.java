package dev.coffer.publication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.secret.Opened;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publications over the REST API. */
@Tag("R25")
@Tag("R29")
class PublicationApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static Stage stage;
    private static TestClient alice;
    private static TestClient bob;
    private static int projects;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        stage = Stage.on(server.cast);
        alice = server.api(server.cast.alice);
        bob = server.api(server.cast.bob);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void publishing_answers_201_with_its_address_and_what_it_saw() {
        var project = project();
        stage.need(project, "DROPPED", true);
        stage.dismiss(project, "DROPPED", "preview", "Not in preview");
        stage.set(project, "A", "canary", "preview");

        var answer = publish(alice, project, "v1+2", "preview");

        assertThat(answer.statusCode()).isEqualTo(201);
        var location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(path(project) + "/v1%2B2?environment=preview");
        var item = json(answer);
        assertThat(item.propertyNames()).containsExactlyInAnyOrder("version", "environment", "published_at",
                "published_by", "secrets", "dismissed");
        assertThat(item.path("version").asString()).isEqualTo("v1+2");
        assertThat(item.path("environment").asString()).isEqualTo("preview");
        assertThat(item.path("published_at").asString()).endsWith("Z");
        assertThat(item.path("published_by").asString()).isEqualTo("Alice");
        assertThat(item.path("secrets").asInt()).isEqualTo(1);
        assertThat(item.path("dismissed").path(0).path("key").asString()).isEqualTo("DROPPED");
        assertThat(item.path("dismissed").path(0).path("reason").asString()).isEqualTo("Not in preview");
        assertThat(json(alice.get(location))).isEqualTo(item);
        assertThat(answer.body()).doesNotContain("canary");
    }

    @Test
    @Tag("R23")
    void what_is_missing_answers_409_with_each_key_and_the_page_that_sets_it() {
        var project = project();
        stage.need(project, "STRIPE_KEY", true);

        var answer = publish(alice, project, "1", "production");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = json(answer);
        assertThat(problem.path("type").asString()).endsWith("/configuration-required");
        assertThat(problem.path("detail").asString()).isEqualTo(
                "STRIPE_KEY is required in Production and has no value. Set it, then publish");
        assertThat(problem.path("missing").size()).isEqualTo(1);
        var missing = problem.path("missing").path(0);
        assertThat(missing.path("key").asString()).isEqualTo("STRIPE_KEY");
        assertThat(missing.path("environment").asString()).isEqualTo("production");
        assertThat(missing.path("feature").asString()).isEqualTo("Payments");
        assertThat(missing.path("href").asString())
                .isEqualTo("/projects/%s/secrets/-/new?key=STRIPE_KEY&environment=production"
                        .formatted(project.project().slug()));
        assertThat(server.browser(server.cast.alice).get(missing.path("href").asString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void mistakes_are_422_by_field_and_a_version_twice_is_409() {
        var project = project();

        var empty = alice.json("POST", path(project), "{}");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(json(empty).path("errors").path("version").asString()).isEqualTo("Version is required");
        assertThat(json(empty).path("errors").path("environment").asString()).isEqualTo("Choose an environment");
        assertThat(publish(alice, project, "1", "staging").statusCode()).isEqualTo(422);
        assertThat(publish(alice, project, "1", "preview").statusCode()).isEqualTo(201);
        var twice = publish(alice, project, "1", "preview");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(json(twice).path("type").asString()).endsWith("/exists");
        assertThat(json(twice).has("missing")).isFalse();
    }

    @Test
    void a_repeated_publication_is_answered_the_same_again() {
        var project = project();
        var client = alice.with("Idempotency-Key", "publish-" + project.project().slug());

        var first = publish(client, project, "1", "preview");
        var second = publish(client, project, "1", "preview");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
        assertThat(json(alice.get(path(project))).path("items").size()).isEqualTo(1);
    }

    @Test
    void a_repetition_that_was_blocked_is_blocked_again_in_the_same_words() {
        var project = project();
        stage.need(project, "A", true);
        var client = alice.with("Idempotency-Key", "blocked-" + project.project().slug());

        var first = publish(client, project, "1", "preview");
        var second = publish(client, project, "1", "preview");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).path("missing")).isEqualTo(json(first).path("missing"));
    }

    @Test
    void the_list_is_newest_first_in_pages_and_by_environment() {
        var project = project();
        publish(alice, project, "1", "preview");
        publish(alice, project, "2", "preview");
        publish(alice, project, "2", "production");

        var first = json(alice.get(path(project) + "?limit=2"));
        assertThat(versions(first)).containsExactly("2 production", "2 preview");
        var next = json(alice.get(path(project) + "?limit=2&cursor=" + first.path("next").asString()));
        assertThat(versions(next)).containsExactly("1 preview");
        assertThat(next.path("next").isNull()).isTrue();
        assertThat(versions(json(alice.get(path(project) + "?environment=preview")))).containsExactly("2 preview",
                "1 preview");
        assertThat(alice.get(path(project) + "?cursor=nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void the_environment_is_asked_for_only_where_the_version_is_in_several() {
        var project = project();
        publish(alice, project, "1", "preview");
        assertThat(json(alice.get(path(project) + "/1")).path("environment").asString()).isEqualTo("preview");
        publish(alice, project, "1", "production");

        for (var answer : List.of(alice.get(path(project) + "/1"), alice.get(path(project) + "/1/diff"),
                alice.json("POST", path(project) + "/1/rollback", ""))) {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(json(answer).path("errors").path("environment").asString())
                    .isEqualTo("This version was published to preview and production. Say which, with ?environment=");
        }
        assertThat(json(alice.get(path(project) + "/1?environment=production")).path("environment").asString())
                .isEqualTo("production");
        assertThat(alice.get(path(project) + "/1?environment=staging").statusCode()).isEqualTo(404);
        assertThat(alice.get(path(project) + "/9").statusCode()).isEqualTo(404);
    }

    @Test
    void a_difference_names_keys_and_never_values() {
        var project = project();
        stage.set(project, "A", "canary-one", "preview");
        publish(alice, project, "1", "preview");
        stage.set(project, "A", "canary-two", "preview");
        stage.set(project, "B", "canary", "preview");
        publish(alice, project, "2", "preview");

        var between = alice.get(path(project) + "/1/diff?with=2");
        assertThat(between.body())
                .isEqualTo("{\"environment\":\"preview\",\"from\":\"1\",\"to\":\"2\",\"added\":[\"B\"],"
                        + "\"removed\":[],\"changed\":[{\"key\":\"A\",\"from\":1,\"to\":2}],\"same\":0}");
        var now = json(alice.get(path(project) + "/2/diff"));
        assertThat(now.path("to").isNull()).isTrue();
        assertThat(now.path("same").asInt()).isEqualTo(2);
        assertThat(alice.get(path(project) + "/1/diff?with=9").statusCode()).isEqualTo(404);
    }

    @Test
    void a_rollback_says_what_became_of_each_key() {
        var project = project();
        stage.set(project, "A", "canary-one", "preview");
        stage.set(project, "GONE", "canary", "preview");
        publish(alice, project, "1", "preview");
        stage.set(project, "A", "canary-two", "preview");
        stage.delete(project, "GONE");
        stage.set(project, "LATER", "canary", "preview");

        var done = alice.json("POST", path(project) + "/1/rollback?environment=preview", "");

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).isEqualTo("{\"version\":\"1\",\"environment\":\"preview\",\"restored\":[\"A\"],"
                + "\"same\":[],\"gone\":[\"GONE\"],\"later\":[\"LATER\"],\"built_in\":[],\"unfit\":[]}");
        assertThat(Opened.value(server.cast, project, "A", "preview")).isEqualTo("canary-one");
    }

    @Test
    @Tag("R34")
    void developers_publish_and_roll_back_where_it_is_not_protected_viewers_read_and_outsiders_see_nothing() {
        var project = project();
        assertThat(publish(bob, project, "1", "preview").statusCode()).isEqualTo(201);
        assertThat(publish(bob, project, "1", "production").statusCode()).isEqualTo(403);
        assertThat(publish(alice, project, "p", "production").statusCode()).isEqualTo(201);
        assertThat(bob.json("POST", path(project) + "/1/rollback", "").statusCode()).isEqualTo(200);
        assertThat(bob.json("POST", path(project) + "/p/rollback", "").statusCode()).isEqualTo(403);
        var carol = server.api(server.cast.carol);
        assertThat(carol.get(path(project)).statusCode()).isEqualTo(200);
        assertThat(carol.get(path(project) + "/1/diff").statusCode()).isEqualTo(200);
        assertThat(publish(carol, project, "2", "preview").statusCode()).isEqualTo(403);
        var mallory = server.api(server.cast.mallory);
        assertThat(mallory.get(path(project)).statusCode()).isEqualTo(404);
        assertThat(publish(mallory, project, "2", "preview").statusCode()).isEqualTo(404);
        assertThat(server.api().get(path(project)).statusCode()).isEqualTo(401);
    }

    private static Access project() {
        return server.cast.project("api-" + ++projects);
    }

    private static String path(Access project) {
        return "/api/v1/projects/%s/publications".formatted(project.project().slug());
    }

    private static HttpResponse<String> publish(TestClient client, Access project, String version,
            String environment) {
        return client.json("POST", path(project),
                "{\"version\": \"%s\", \"environment\": \"%s\"}".formatted(version, environment));
    }

    private static List<String> versions(JsonNode list) {
        return list.path("items").valueStream()
                .map(item -> item.path("version").asString() + " " + item.path("environment").asString()).toList();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
