package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets that are an app's own over the REST API: {@code ?app=} tells which of two. */
@Tag("R17")
@Tag("R29")
class OwnSecretApiTest {
    private static final String SECRETS = "/api/v1/projects/shop/secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static TestClient alice;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        var project = server.cast.project("shop");
        SomeApps.add(server.cast.database, project, "api", "web");
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_apps_own_has_an_address_of_its_own_and_says_whose_it_is() {
        create("BOTH", null);
        var own = create("BOTH", "api");

        assertThat(own.statusCode()).isEqualTo(201);
        assertThat(own.headers().firstValue("Location")).hasValue(SECRETS + "/BOTH?app=api");
        assertThat(json(own).path("scope").asString()).isEqualTo("app");
        assertThat(json(own).path("app").asString()).isEqualTo("api");
        var project = alice.get(SECRETS + "/BOTH");
        assertThat(json(project).path("scope").asString()).isEqualTo("project");
        assertThat(json(project).path("app").isNull()).isTrue();
        assertThat(project.headers().firstValue("ETag")).isNotEqualTo(own.headers().firstValue("ETag"));
        assertThat(alice.get(SECRETS + "/BOTH?app=api").headers().firstValue("ETag"))
                .isEqualTo(own.headers().firstValue("ETag"));
        assertThat(own.body() + project.body()).doesNotContain("kanarie");
    }

    @Test
    void without_the_app_a_key_is_the_projects_alone() {
        create("OWN_ALONE", "api");

        assertThat(alice.head(SECRETS + "/OWN_ALONE?app=api").statusCode()).isEqualTo(200);
        for (var address : List.of("/OWN_ALONE", "/OWN_ALONE?app=web", "/OWN_ALONE?app=nobody",
                "/OWN_ALONE?app=A%20B")) {
            assertThat(alice.head(SECRETS + address).statusCode()).as(address).isEqualTo(404);
            assertThat(alice.delete(SECRETS + address).statusCode()).as(address).isEqualTo(404);
        }
    }

    @Test
    void it_is_set_changed_restored_and_deleted_by_that_address() {
        create("WHOLE", null);
        var path = SECRETS + "/WHOLE?app=api";
        var first = alice.json("PUT", path, setting("", "preview"));
        var second = alice.json("PUT", SECRETS + "/WHOLE", setting(",\"app\":\"api\"", "preview"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(version(second)).isEqualTo(2);
        var described = alice.with("If-Match", second.headers().firstValue("ETag").orElseThrow()).json("PATCH", path,
                "{\"description\":\"For api\"}");
        assertThat(described.statusCode()).isEqualTo(200);
        assertThat(json(alice.get(SECRETS + "/WHOLE/versions?environment=preview&app=api")).path("items").size())
                .isEqualTo(2);
        var restored = alice.json("POST", SECRETS + "/WHOLE/versions/1/restoration?environment=preview&app=api", "");
        assertThat(version(restored)).isEqualTo(3);
        assertThat(alice.delete(path + "&environment=preview").statusCode()).isEqualTo(204);
        assertThat(alice.head(path).statusCode()).isEqualTo(404);
        var project = alice.get(SECRETS + "/WHOLE");
        assertThat(version(project)).isEqualTo(1);
        assertThat(json(project).path("description").asString()).isEmpty();
    }

    @Test
    void the_list_has_both_and_can_be_narrowed() {
        create("LISTED", null);
        create("LISTED", "api");
        create("LISTED", "web");

        assertThat(listed("?q=LISTED")).containsExactly("LISTED project", "LISTED api", "LISTED web");
        assertThat(listed("?q=LISTED&app=web")).containsExactly("LISTED web");
        assertThat(listed("?q=LISTED&app=-")).containsExactly("LISTED project");
        assertThat(listed("?q=LISTED&scope=app")).containsExactly("LISTED api", "LISTED web");
        assertThat(listed("?q=LISTED&scope=project")).containsExactly("LISTED project");
        assertThat(listed("?q=LISTED&app=nobody")).isEmpty();
        var page = json(alice.get(SECRETS + "?q=LISTED&limit=2"));
        assertThat(listed("?q=LISTED&limit=2&cursor=" + page.path("next").asString().replace("#", "%23")))
                .containsExactly("LISTED web");
    }

    @Test
    void an_app_that_is_not_there_or_said_twice_is_a_mistake() {
        for (var answer : List.of(create("WRONG", "nobody"),
                alice.json("PUT", SECRETS + "/WRONG?app=nobody", setting("", "preview")),
                alice.json("PUT", SECRETS + "/WRONG?app=api", setting(",\"app\":\"web\"", "preview")))) {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(json(answer).path("errors").propertyNames()).containsExactly("app");
        }
    }

    @Test
    void two_of_one_key_are_409_within_an_app() {
        create("TWICE", "api");

        assertThat(create("TWICE", "api").statusCode()).isEqualTo(409);
        assertThat(create("TWICE", "web").statusCode()).isEqualTo(201);
    }

    @Test
    @Tag("R12")
    void a_file_is_imported_for_an_app() {
        create("IMPORTED", null);
        var body = """
                {"format":"dotenv","content":"IMPORTED=kanarie\\nIMPORTED_TOO=kanarie","environments":["preview"]%s}""";

        var answer = alice.json("POST", "/api/v1/projects/shop/imports", body.formatted(",\"app\":\"api\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(listed("?q=IMPORTED")).containsExactly("IMPORTED project", "IMPORTED api", "IMPORTED_TOO api");
        assertThat(version(alice.get(SECRETS + "/IMPORTED"))).isEqualTo(1);
        var wrong = alice.json("POST", "/api/v1/projects/shop/imports", body.formatted(",\"app\":\"nobody\""));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(json(wrong).path("errors").path("app").asString()).contains("Choose among api, web");
    }

    private static HttpResponse<String> create(String key, String app) {
        return alice.json("POST", SECRETS, "{\"key\":\"%s\",\"value\":\"kanarie\",\"environments\":[\"preview\"]%s}"
                .formatted(key, app == null ? "" : ",\"app\":\"" + app + "\""));
    }

    private static String setting(String more, String environment) {
        return "{\"value\":\"kanarie\",\"environments\":[\"%s\"]%s}".formatted(environment, more);
    }

    private static int version(HttpResponse<String> answer) {
        return json(answer).path("environments").path(0).path("version").asInt();
    }

    private static List<String> listed(String query) {
        return json(alice.get(SECRETS + query)).path("items").valueStream().map(item -> item.path("key").asString()
                + " " + (item.path("app").isNull() ? item.path("scope").asString() : item.path("app").asString()))
                .toList();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
