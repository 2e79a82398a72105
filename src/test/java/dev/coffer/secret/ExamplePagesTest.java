package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.STAGED_IMPORTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pasting an .env.example, as a browser without JavaScript and as HTMX. */
@Tag("R21")
class ExamplePagesTest {
    private static final String CANARY = "kanarie<b>é7f3a";
    private static final Pattern ID = Pattern.compile("name=\"id\" value=\"([0-9a-f-]{36})\"");
    private static final Path FOLDER = Path.of("../shared/data/dotenv");
    private static TestServer server;
    private static TestClient alice;
    private static int count;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.browser(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_form_asks_for_the_text_whose_list_it_is_and_where() {
        var page = alice.get(paste(project()));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1 id=\"example-title\">Paste an .env.example", "<textarea", "Read from",
                "value=\".env.example\"", "value=\"preview\" checked", "value=\"production\" checked");
    }

    @Test
    void a_plan_says_what_each_key_becomes_and_nothing_of_a_value() {
        var project = project();
        var plan = plan(alice, project, "# OPTIONAL: Sentry\nSENTRY_DSN=\n# Calls Stripe\nSTRIPE_KEY=your-key-here\n"
                + "\nREGION=" + CANARY + "\nNODE_OPTIONS=" + CANARY + "\nno sign " + CANARY);

        assertThat(plan.statusCode()).isEqualTo(200);
        assertThat(plan.body()).contains("2 required, 1 optional, 2 left out",
                "name=\"need-SENTRY_DSN\" value=\"optional\" checked",
                "name=\"need-STRIPE_KEY\" value=\"required\" checked", ">Calls Stripe<", ">Sentry<",
                "No value in the file.", "The value looks like a placeholder, so it is not stored.",
                "name=\"store-REGION\" value=\"yes\"", "Store the value from the file in Preview and Production",
                "NODE_OPTIONS changes what code", "The line has no equals sign")
                .doesNotContain("store-STRIPE_KEY", "name=\"store-REGION\" value=\"yes\" checked");
        assertNoValue(plan);
        assertThat(requirements(project)).isEmpty();
    }

    @Test
    void what_was_chosen_is_declared_and_stored() {
        var project = project();
        var plan = plan(alice, project, "# Where it runs\nREGION=" + CANARY + "\nOTHER=" + CANARY + "\nA=changeme\nB=");
        var done = alice.form(paste(project), "step", "declare", "id", id(plan), "source", ".env.example",
                "need-REGION", "required", "need-OTHER", "optional", "need-A", "required", "need-B", "optional",
                "store-REGION", "yes", "store-A", "yes", "store-B", "yes");

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).hasValue("/projects/" + project + "/requirements");
        var list = alice.get("/projects/" + project + "/requirements");
        assertThat(list.body()).contains(".env.example declared: 4 new or changed, 0 removed. Values stored for 1.");
        assertNoValue(list);
        var items = requirements(project);
        assertThat(items.valueStream().map(item -> item.path("key").asString() + " "
                + (item.path("required").asBoolean() ? "required" : "optional") + " "
                + item.path("environments").path(1).path("status").asString()))
                .containsExactly("A required missing", "B optional missing", "OTHER optional missing",
                        "REGION required configured");
        assertThat(items.path(3).path("sources").path(0).path("environments").isNull()).isTrue();
        assertThat(api(server).get("/api/v1/projects/" + project + "/secrets/REGION").body())
                .contains("\"description\":\"Where it runs\"");
        assertThat(isStaged(id(plan))).isFalse();
    }

    @Test
    void a_value_that_is_there_is_kept() {
        var project = project();
        api(server).json("PUT", "/api/v1/projects/" + project + "/secrets/REGION",
                "{\"value\": \"mine\", \"environments\": [\"preview\", \"production\"]}");
        var plan = plan(alice, project, "REGION=" + CANARY);
        alice.form(paste(project), "step", "declare", "id", id(plan), "source", "file", "store-REGION", "yes");

        assertThat(alice.get("/projects/" + project + "/requirements").body())
                .contains("1 had a value already, which was kept");
        assertThat(api(server).get("/api/v1/projects/" + project + "/secrets/REGION").body())
                .contains("\"version\":1").doesNotContain("\"version\":2");
    }

    @Test
    void what_goes_wrong_in_the_end_undoes_all_of_it() {
        var project = project();
        for (int i = 0; i < 100; i++) {
            api(server).json("PUT", "/api/v1/projects/" + project + "/secrets/K" + i,
                    "{\"value\": \"v\", \"environments\": [\"preview\"]}");
        }
        var plan = plan(alice, project, "REGION=" + CANARY);
        var full = alice.form(paste(project), "step", "declare", "id", id(plan), "source", "file", "store-REGION",
                "yes");
        assertThat(full.statusCode()).isEqualTo(422);
        assertThat(full.body()).contains("COFFER_LIMIT_SECRETS", "<textarea");
        assertNoValue(full);
        assertThat(requirements(project)).isEmpty();
        var hand = alice.form(paste(project), "step", "declare", "id", id(plan), "source", "by hand");
        assertThat(hand.statusCode()).isEqualTo(422);

        assertThat(alice.form(paste(project), "step", "declare", "id", id(plan), "source", "file").statusCode())
                .isEqualTo(303);
        assertThat(requirements(project)).hasSize(1);
        assertThat(alice.form(paste(project), "step", "declare", "id", id(plan), "source", "file").body())
                .contains("older than ten minutes");
    }

    @Test
    @Tag("R4")
    void mistakes_come_back_by_their_fields_without_the_text() {
        var project = project();
        var empty = alice.form(paste(project), "step", "plan", "content", " ", "source", "x");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("text is required", "Choose at least one environment", "value=\"x\"");
        var wrong = alice.htmx().form(paste(project), "step", "plan", "content", "A=" + CANARY, "source", "by hand",
                "environments", "preview");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body().strip()).startsWith("<div class=\"stack\" id=\"example-fields\"")
                .contains("keep themselves");
        assertNoValue(wrong);
        assertThat(plan(alice, project, "# nothing").body()).contains("names no key");
        assertThat(alice.form(paste(project), "step", "plan", "content", "A=1", "source", "x", "environments",
                "nowhere").body()).contains("preview, production");
        assertThat(alice.form(paste(project), "step", "declare", "id", "none").statusCode()).isEqualTo(422);
        var many = IntStream.range(0, 501).mapToObj(n -> "K" + n + "=").collect(Collectors.joining("\n"));
        assertThat(plan(alice, project, many).body()).contains("501 keys");
    }

    @Test
    void htmx_gets_the_plan_in_place_of_the_form_and_then_the_list_whole() {
        var project = project();
        var plan = plan(alice.htmx(), project, "A=");

        assertThat(plan.body().strip()).startsWith("<section id=\"example\"").contains("Declare 1 requirement")
                .doesNotContain("<html");
        assertThat(plan.headers().firstValue("HX-Trigger-After-Settle").orElseThrow()).contains("#plan-title",
                "Nothing has changed yet. 1 required, 0 optional.");
        var done = alice.htmx().form(paste(project), "step", "declare", "id", id(plan), "source", "file");
        assertThat(done.headers().firstValue("HX-Redirect")).hasValue("/projects/" + project + "/requirements");
    }

    @Test
    @Tag("R34")
    void a_developer_declares_everywhere_and_stores_where_it_is_open() {
        var project = project();
        var bob = server.browser(server.cast.bob);
        var plan = plan(bob, project, "REGION=" + CANARY);
        assertThat(plan.body()).contains("Store the value from the file in Preview<");
        var id = id(plan);
        assertThat(alice.form(paste(project), "step", "declare", "id", id, "source", "file").statusCode())
                .isEqualTo(422);
        assertThat(bob.form(paste(project), "step", "declare", "id", id, "source", "file", "store-REGION", "yes")
                .statusCode()).isEqualTo(303);
        var places = requirements(project).path(0).path("environments");
        assertThat(places.path(0).path("status").asString()).isEqualTo("configured");
        assertThat(places.path(1).path("status").asString()).isEqualTo("missing");
        assertThat(plan(bob, project, "OTHER=").statusCode()).isEqualTo(200);
        assertThat(bob.form(paste(project), "step", "declare", "id", id(plan(bob, project, "OTHER=")), "source",
                "file").statusCode()).isEqualTo(403);

        assertThat(server.browser(server.cast.carol).get(paste(project)).statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(paste(project)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"documenso", "phase", "infisical", "laravel"})
    void a_file_as_projects_publish_it_is_declared_as_it_is(String name) throws IOException {
        var path = FOLDER.resolve(name + ".env");
        assumeTrue(Files.exists(path), "The published .env files are not beside this repository, so they are not read");
        var project = project();
        var plan = plan(alice, project, Files.readString(path));
        var fields = new ArrayList<>(List.of("step", "declare", "id", id(plan), "source", name));
        var radios = Pattern.compile("name=\"(need-\\w+)\" value=\"(\\w+)\" checked").matcher(plan.body());
        radios.results().forEach(radio -> fields.addAll(List.of(radio.group(1), radio.group(2))));

        assertThat(alice.form(paste(project), fields.toArray(String[]::new)).statusCode()).isEqualTo(303);

        assertThat(requirements(project).size() * 2).isEqualTo(fields.size() - 6);
    }

    @Test
    void five_hundred_keys_are_one_form() {
        var project = project();
        var file = IntStream.range(0, 500).mapToObj(n -> "K" + n + "=" + n + "a").collect(Collectors.joining("\n"));
        var fields = Stream.concat(Stream.of("step", "declare", "id", id(plan(alice, project, file)), "source", "x"),
                IntStream.range(0, 500).boxed().flatMap(n -> Stream.of("need-K" + n, "optional")));

        assertThat(alice.form(paste(project), fields.toArray(String[]::new)).statusCode()).isEqualTo(303);
        assertThat(alice.get("/projects/" + project + "/requirements").body()).contains("500 new or changed");
    }

    private static String project() {
        var project = "example-" + ++count;
        server.cast.project(project);
        return project;
    }

    private static String paste(String project) {
        return "/projects/" + project + "/requirements/-/paste";
    }

    private static HttpResponse<String> plan(TestClient client, String project, String file) {
        return client.form(paste(project), "step", "plan", "content", file, "source", ".env.example", "environments",
                "preview", "environments", "production");
    }

    private static String id(HttpResponse<String> plan) {
        var id = ID.matcher(plan.body());
        assertThat(id.find()).as(plan.body()).isTrue();
        return id.group(1);
    }

    private static JsonNode requirements(String project) {
        return new JsonMapper().readTree(api(server)
                .get("/api/v1/projects/" + project + "/requirements?limit=500").body()).path("items");
    }

    private static TestClient api(TestServer server) {
        return server.api(server.cast.alice);
    }

    private static boolean isStaged(String id) {
        return server.cast.database.read(sql -> sql.fetchExists(STAGED_IMPORTS,
                STAGED_IMPORTS.ID.eq(UUID.fromString(id))));
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("kanarie");
        assertThat(answer.headers().map().toString()).doesNotContain("kanarie");
    }
}
