package dev.coffer.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("R20")
class ProjectApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROJECTS = "/api/v1/projects";
    private static TestServer server;
    private static Cast cast;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aProjectIsMadeReadRenamedAndDeleted() {
        var api = server.api(cast.mallory);
        var made = api.json("POST", PROJECTS, "{\"name\": \"API Shop\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(PROJECTS + "/api-shop");
        var project = json(made);
        assertThat(project.propertyNames()).containsExactly("slug", "name", "role", "secrets", "created_at");
        assertThat(json(api.get(PROJECTS + "/api-shop"))).isEqualTo(project);
        var renamed = api.json("PATCH", PROJECTS + "/api-shop", "{\"name\": \"Shop\"}");
        assertThat(json(renamed).path("name").asString()).isEqualTo("Shop");
        assertThat(api.delete(PROJECTS + "/api-shop").statusCode()).isEqualTo(204);
        assertThat(api.get(PROJECTS + "/api-shop").statusCode()).isEqualTo(404);
    }

    @Test
    void mistakesAndClashesAreProblems() {
        cast.project("api-taken");
        var api = server.api(cast.mallory);
        var mistakes = api.json("POST", PROJECTS, "{\"slug\": \"No\"}");
        assertThat(mistakes.statusCode()).isEqualTo(422);
        assertThat(mistakes.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(mistakes).path("errors").propertyNames()).containsExactly("name", "slug");
        var clash = api.json("POST", PROJECTS, "{\"slug\": \"api-taken\", \"name\": \"Mine\"}");
        assertThat(clash.statusCode()).isEqualTo(409);
        assertThat(json(clash).path("type").asString()).isEqualTo("/problems/exists");
        assertThat(json(clash).path("request_id").asString()).isNotEmpty();
        assertThat(api.json("POST", PROJECTS, "{\"nam\": \"x\"}").statusCode()).isEqualTo(400);
        assertThat(server.api(cast.alice).json("PATCH", PROJECTS + "/api-taken", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void aRepeatedWriteIsDoneOnce() {
        var api = server.api(cast.mallory).with("Idempotency-Key", "make-one");
        var body = "{\"slug\": \"api-once\", \"name\": \"Once\"}";
        var first = api.json("POST", PROJECTS, body);
        var again = api.json("POST", PROJECTS, body);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
        assertThat(api.json("POST", PROJECTS, body.replace("Once", "Twice")).statusCode()).isEqualTo(422);
        assertThat(cast.audit.page(cast.access(cast.mallory, "api-once"), OptionalLong.empty(), 10)).hasSize(1);
    }

    @Test
    void listsComeInPages() {
        cast.project("api-page-a");
        cast.project("api-page-b");
        var api = server.api(cast.carol);
        var first = json(api.get(PROJECTS + "?limit=1&cursor=api-page"));
        assertThat(first.path("items").get(0).path("slug").asString()).isEqualTo("api-page-a");
        assertThat(first.path("next").asString()).isEqualTo("api-page-a");
        var second = json(api.get(PROJECTS + "?limit=1&cursor=api-page-a"));
        assertThat(second.path("items").get(0).path("slug").asString()).isEqualTo("api-page-b");
        assertThat(api.get(PROJECTS + "?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void outsidersFindNothingAndStrangersAreNotLetIn() {
        var project = PROJECTS + "/" + cast.project("api-hidden").project().slug();
        for (var path : List.of("", "/environments", "/members", "/invitations", "/audit", "/environments/preview")) {
            assertThat(server.api(cast.mallory).get(project + path).statusCode()).as(path).isEqualTo(404);
            assertThat(server.api().get(project + path).statusCode()).as(path).isEqualTo(401);
            assertThat(server.api(cast.alice).get(project + path).statusCode()).as(path).isEqualTo(200);
        }
        var there = server.api(cast.mallory).get(project);
        var nowhere = server.api(cast.mallory).get(PROJECTS + "/nowhere");
        assertThat(json(there).path("detail")).isEqualTo(json(nowhere).path("detail"));
    }

    @Test
    @Tag("R34")
    void aViewerChangesNothing() {
        var project = PROJECTS + "/" + cast.project("api-viewed").project().slug();
        var api = server.api(cast.carol);
        assertThat(api.json("PATCH", project, "{\"name\": \"x\"}").statusCode()).isEqualTo(403);
        assertThat(api.delete(project).statusCode()).isEqualTo(403);
        assertThat(api.json("POST", project + "/environments", "{\"name\": \"x\"}").statusCode()).isEqualTo(403);
        assertThat(api.delete(project + "/environments/preview").statusCode()).isEqualTo(403);
        assertThat(api.get(project + "/members").statusCode()).isEqualTo(403);
        assertThat(api.delete(project + "/members/" + cast.bob.id()).statusCode()).isEqualTo(403);
        assertThat(api.json("POST", project + "/invitations", "{\"role\": \"viewer\"}").statusCode()).isEqualTo(403);
        assertThat(api.get(project + "/audit").statusCode()).isEqualTo(403);
        assertThat(server.api(cast.dave).delete(project).statusCode()).isEqualTo(403);
    }

    @Test
    @Tag("R16")
    void environmentsAreAddedChangedAndDeleted() {
        cast.project("api-env");
        var api = server.api(cast.dave);
        var environments = PROJECTS + "/api-env/environments";
        var added =
                api.json("POST", environments, "{\"name\": \"Staging\", \"protected\": true, \"reveal\": \"never\"}");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location")).contains(environments + "/staging");
        assertThat(json(added)).isEqualTo(JSON.readTree(
                "{\"slug\": \"staging\", \"name\": \"Staging\", \"protected\": true, \"reveal\": \"never\"}"));
        assertThat(api.json("POST", environments, "{\"name\": \"X\", \"reveal\": \"admins\"}").statusCode())
                .isEqualTo(422);
        var changed = api.json("PATCH", environments + "/staging", "{\"protected\": false}");
        assertThat(json(changed).path("protected").asBoolean()).isFalse();
        assertThat(json(changed).path("name").asString()).isEqualTo("Staging");
        var page = json(api.get(environments + "?limit=2"));
        assertThat(page.path("next").asString()).isEqualTo("production");
        assertThat(json(api.get(environments + "?cursor=production")).path("items").get(0).path("slug").asString())
                .isEqualTo("staging");
        assertThat(api.delete(environments + "/staging").statusCode()).isEqualTo(204);
        assertThat(api.delete(environments + "/staging").statusCode()).isEqualTo(404);
        SecretRows.add(cast.database, cast.access(cast.alice, "api-env"), "ONE");
        var held = api.delete(environments + "/preview");
        assertThat(held.statusCode()).isEqualTo(409);
        assertThat(json(held).path("type").asString()).isEqualTo("/problems/in-use");
    }

    @Test
    @Tag("R34")
    void membersChangeAndGo() {
        cast.project("api-member");
        var api = server.api(cast.dave);
        var members = PROJECTS + "/api-member/members";
        var items = json(api.get(members)).path("items");
        assertThat(items.size()).isEqualTo(4);
        assertThat(items.get(0).propertyNames()).containsExactly("user", "name", "email", "role", "added_at");
        var carol = members + "/" + cast.carol.id();
        assertThat(json(api.json("PUT", carol, "{\"role\": \"developer\"}")).path("role").asString())
                .isEqualTo("developer");
        assertThat(api.json("PUT", carol, "{\"role\": \"king\"}").statusCode()).isEqualTo(422);
        assertThat(api.json("PUT", carol, "{\"role\": \"owner\"}").statusCode()).isEqualTo(403);
        assertThat(api.json("PUT", members + "/x", "{\"role\": \"viewer\"}").statusCode()).isEqualTo(404);
        assertThat(api.delete(carol).statusCode()).isEqualTo(204);
        assertThat(api.delete(carol).statusCode()).isEqualTo(404);
        var last = server.api(cast.alice).delete(members + "/" + cast.alice.id());
        assertThat(json(last).path("type").asString()).isEqualTo("/problems/blocked");
    }

    @Test
    @Tag("R34")
    void anInvitationsLinkIsInTheFirstAnswerOnly() {
        cast.project("api-invite");
        var api = server.api(cast.alice);
        var invitations = PROJECTS + "/api-invite/invitations";
        var keyed = api.with("Idempotency-Key", "invite-one");
        var made = keyed.json("POST", invitations, "{\"role\": \"viewer\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).path("link").asString()).startsWith("http://localhost:8080/invitations/cof_i");
        var again = keyed.json("POST", invitations, "{\"role\": \"viewer\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).doesNotContain("cof_i");
        var listed = api.get(invitations);
        assertThat(json(listed).path("items").size()).isOne();
        assertThat(listed.body()).doesNotContain("cof_i");
        assertThat(api.delete(invitations + "/" + json(made).path("id").asString()).statusCode()).isEqualTo(204);
        assertThat(api.json("POST", invitations, "{}").statusCode()).isEqualTo(422);
    }

    @Test
    @Tag("R35")
    void theAuditLogComesNewestFirstInPages() {
        cast.project("api-audit");
        server.api(cast.dave).json("PATCH", PROJECTS + "/api-audit/environments/preview", "{\"name\": \"One\"}");
        var api = server.api(cast.alice);
        var first = json(api.get(PROJECTS + "/api-audit/audit?limit=1"));
        var row = first.path("items").get(0);
        assertThat(row.path("action").asString()).isEqualTo("environment.changed");
        assertThat(row.path("actor").asString()).isEqualTo("Dave");
        assertThat(row.path("via").asString()).isEqualTo("API token");
        var second = json(api.get(PROJECTS + "/api-audit/audit?cursor=" + first.path("next").asString()));
        assertThat(second.path("items").get(0).path("action").asString()).isEqualTo("project.created");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(api.get(PROJECTS + "/api-audit/audit?cursor=x").statusCode()).isEqualTo(400);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
