package dev.coffer.app;

import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Apps, deployments and their tokens in a browser, without script and with. */
@Tag("R18")
class AppPagesTest {
    private static final Pattern TOKEN = Pattern.compile("value=\"(cof_d\\w{59})\"");
    private static TestServer server;
    private static int projects;
    private TestClient browser;
    private String apps;
    private String production;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project() {
        var slug = "shop-" + ++projects;
        server.cast.project(slug);
        apps = "/projects/%s/apps".formatted(slug);
        browser = server.browser(server.cast.dave);
        production = apps + "/billing/deployments/production";
        for (var key : List.of("A", "B", "C")) {
            secret(key, "production");
        }
    }

    @Test
    void an_app_is_added_shown_edited_and_deleted() {
        var dave = dave();
        assertThat(dave.get(apps).body()).contains("No apps yet", "Add the first app", "aria-current=\"page\"");
        var added =
                dave.form(apps + "/new", "name", "Billing", "slug", "", "kind", "agent", "description", "Takes money");
        assertThat(location(added)).isEqualTo(apps + "/billing");
        assertThat(dave.get(apps + "/billing").body()).contains("App Billing added", "Agent", "Takes money",
                "Not deployed here", "Deploy to Production", "None: it reads the project's");
        assertThat(dave.get(apps).body()).contains("Nowhere yet", "Edit Billing", "Delete Billing");

        var form = dave.get(apps + "/billing/edit").body();
        assertThat(form).contains("readonly", "value=\"Billing\"");
        var read = hidden(form, "read");
        assertThat(location(dave.form(apps + "/billing/edit", "name", "Bills", "kind", "service", "description", "",
                "read", read))).isEqualTo(apps + "/billing");
        var stale =
                dave.form(apps + "/billing/edit", "name", "Mine", "kind", "service", "description", "", "read", read);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("Dave changed it at", "value=\"Mine\"");

        deploy("all");
        assertThat(dave.htmx().get(apps + "/billing/delete").body()).contains("role=\"alertdialog\"", "Delete Bills?",
                "billing@production: no token works, nothing was read yet");
        var gone = dave.htmx().form(apps + "/billing/delete");
        assertThat(gone.headers().firstValue("HX-Redirect")).contains(apps);
        assertThat(dave.get(apps + "/billing").statusCode()).isEqualTo(404);
    }

    @Test
    void mistakes_in_an_app_come_back_with_what_was_typed() {
        var answer = dave().form(apps + "/new", "name", "", "slug", "No!", "kind", "", "description", "kept");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("App name is required", "Use lowercase letters", ">kept</textarea>");
        app();
        var taken = dave().form(apps + "/new", "name", "Other", "slug", "billing", "kind", "agent", "description", "");
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("This project has an app billing already", "value=\"Other\"");
    }

    @Test
    void what_it_would_read_stands_beside_each_key() {
        app();
        secret("ELSEWHERE", "preview");
        builtIn("SHARED");
        builtIn("A");
        api().json("POST", apps.replace("/apps", "/requirements").replaceFirst("^", "/api/v1"),
                "{\"key\":\"NEEDED\",\"required\":true,\"description\":\"The mail server\"}");
        var form = dave().get(production + "/edit").body();
        assertThat(form).contains("All secrets", "Only those on a list", "Deploy", "Select all");
        assertThat(hint(form, "A")).isEqualTo("The project&#39;s, in place of a built-in one.");
        assertThat(hint(form, "B")).isEqualTo("The project&#39;s.");
        assertThat(hint(form, "SHARED")).isEqualTo("Built-in.");
        assertThat(hint(form, "ELSEWHERE")).isEqualTo("Not set here.");
        for (var key : List.of("SHARED", "A")) {
            api().delete("/api/v1/organization/built-in-secrets/" + key);
        }
        assertThat(hint(form, "NEEDED")).isEqualTo("Required, and not set here. The mail server");
    }

    @Test
    void what_is_missing_is_set_in_its_own_project_whatever_that_is_called() {
        server.cast.project("apps");
        apps = "/projects/apps/apps";
        production = apps + "/billing/deployments/production";
        app();
        dave().form(production + "/edit", "read", "none", "access", "all");
        api().json("POST", "/api/v1/projects/apps/requirements", "{\"key\":\"NEEDED\",\"required\":true}");

        assertThat(dave().get(apps + "/billing").body())
                .contains("/projects/apps/secrets/-/new?key=NEEDED&amp;environment=production");
        server.cast.project("environments");
        assertThat(dave().get("/projects/environments/environments").body())
                .contains("href=\"/projects/environments/secrets?environment=production");
    }

    @Test
    void a_deployment_is_made_with_a_list_and_then_reads_all() {
        app();
        assertThat(location(deploy("listed", "A", "C"))).isEqualTo(apps + "/billing");
        var page = dave().get(apps + "/billing").body();
        assertThat(page).contains("Deployed to Production. It needs a token to read.", "2 secrets on its list",
                "2 secrets: 2 of the project", "Change what it reads in Production");
        var form = dave().get(production + "/edit").body();
        assertThat(ticked(form)).containsExactly("A", "C");
        assertThat(location(save(form, "all", "A"))).isEqualTo(apps + "/billing");
        assertThat(dave().get(apps + "/billing").body()).contains("All secrets", "3 secrets: 3 of the project");
        assertThat(dave().get(apps).body()).contains("all secrets", "never read");
        assertThat(ticked(dave().get(production + "/edit").body())).isEmpty();
    }

    @Test
    void nothing_chosen_and_keys_that_are_gone_are_told() {
        app();
        var none = dave().form(production + "/edit", "read", "none", "was", "", "secrets", "A");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("Choose what it reads: all, or listed");
        assertThat(ticked(none.body())).containsExactly("A");
        var gone = dave().form(production + "/edit", "read", "none", "was", "", "access", "listed", "secrets", "A",
                "secrets", "GONE");
        assertThat(gone.statusCode()).isEqualTo(422);
        assertThat(gone.body()).contains("Nothing here is called GONE");
        assertThat(ticked(gone.body())).containsExactly("A", "GONE");
    }

    @Test
    void a_value_in_the_wrong_field_is_not_told_back() {
        app();
        for (var value : List.of("qX7pLm2vRt9w", "postgres://a:b@c", "A\"<'é")) {
            for (var field : List.of("secrets", "access", "read", "was")) {
                var answer = dave().form(production + "/edit", field, value, "access", "listed", "read", "none");
                assertThat(answer.statusCode()).as(field).isIn(303, 409, 422);
                assertThat(answer.body()).as(field).doesNotContain(value);
            }
        }
    }

    @Test
    void of_two_editors_the_later_one_hears_what_the_other_did_and_loses_no_tick() {
        app();
        deploy("listed", "A", "B");
        var mine = dave().get(production + "/edit").body();
        save(dave().get(production + "/edit").body(), "listed", "B", "C");
        var lost = save(mine, "listed", "A");
        assertThat(lost.statusCode()).isEqualTo(409);
        assertThat(lost.body()).contains("Changed in the meantime", "Dave changed it at", "It got C and lost A.");
        assertThat(ticked(lost.body())).containsExactly("A");
        assertThat(location(save(lost.body(), "listed", "A"))).isEqualTo(apps + "/billing");
        assertThat(ticked(dave().get(production + "/edit").body())).containsExactly("A");

        save(dave().get(production + "/edit").body(), "all");
        assertThat(save(lost.body(), "listed", "A").body()).contains("It reads all secrets now.");
        save(dave().get(production + "/edit").body(), "listed", "C");
        assertThat(save(mine, "all").body()).contains("It got C and lost A, B.");
        dave().form(production + "/delete");
        var again = save(mine, "listed", "A");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("was deleted in the meantime", "Save again to make it anew");
        assertThat(location(save(again.body(), "listed", "A"))).isEqualTo(apps + "/billing");
    }

    @Test
    void of_two_that_deploy_at_once_the_later_one_hears_of_the_other() {
        app();
        var mine = dave().get(production + "/edit").body();
        deploy("all");
        assertThat(save(mine, "listed", "A").statusCode()).isEqualTo(409);
    }

    @Test
    void a_token_is_made_by_a_form_shown_this_once_and_told_how_to_use() {
        app();
        deploy("all");
        var dave = dave();
        assertThat(dave.get(apps + "/billing").body()).contains("It needs a token to read.");
        var made = dave.form(production + "/tokens/new", "name", "Cluster", "expires_at", "90", "addresses",
                "127.0.0.0/8");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        var match = TOKEN.matcher(made.body());
        assertThat(match.find()).isTrue();
        assertThat(made.body()).contains("Copy your token now", "coffer run -- npm start",
                "http://localhost:8080/api/v1/runtime/secrets", "/production/billing", "role_id")
                .doesNotContain("Create token");
        assertThat(made.body().indexOf(match.group(1))).isEqualTo(made.body().lastIndexOf(match.group(1)));
        assertThat(server.api().with("Authorization", "Bearer " + match.group(1)).get("/api/v1/me").body())
                .contains("\"app\":\"billing\"");
        assertThat(dave.get(apps + "/billing").body()).contains("Cluster", "127.0.0.0/8", "Made by Dave",
                "Revoke Cluster, Production").doesNotContain(match.group(1), "It needs a token", "ends on");
        var wrong = dave.form(production + "/tokens/new", "name", "", "expires_at", "soon", "addresses", "nowhere");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Token name is required", "Choose an expiry of 1 to 366 days",
                "Address range 1 is none", ">nowhere</textarea>");
    }

    @Test
    void revoking_asks_first_and_then_swaps_the_deployments() {
        app();
        deploy("all");
        token("old");
        var link = found(dave().get(apps + "/billing").body(),
                "href=\"(" + production + "/tokens/[0-9a-f-]+/revoke)\"");
        assertThat(dave().htmx().get(link).body()).contains("role=\"alertdialog\"", "Revoke old?");
        var done = dave().htmx().form(link);
        assertThat(done.headers().firstValue("HX-Retarget")).contains("#deployments");
        assertThat(done.headers().firstValue("HX-Trigger-After-Settle").orElse("")).contains("Token old revoked.",
                "#deployments-title");
        assertThat(done.body()).contains("It needs a token").doesNotContain("<h1");
        assertThat(dave().form(link).statusCode()).isEqualTo(404);
        assertThat(dave().htmx().get(production + "/delete").body()).contains("Delete billing@production?",
                "aria-describedby=\"dialog-text dialog-items\"", "id=\"dialog-items\"");
        assertThat(dave().htmx().form(production + "/delete").body()).contains("Not deployed here");
    }

    @Test
    @Tag("R32")
    void a_token_that_ends_soon_asks_for_the_next_one() {
        app();
        deploy("all");
        token("first");
        expire("first", Duration.ofDays(13));
        assertThat(dave().get(apps + "/billing").body()).contains("The token first ends on", "Make the next one",
                "Soon");
        token("second");
        assertThat(dave().get(apps + "/billing").body()).contains("Soon").doesNotContain("Make the next one");
        use("first", Duration.ofHours(-1));
        use("second", Duration.ofMinutes(-1));
        assertThat(dave().get(apps + "/billing").body().split("Used last")).hasSize(2);
        expire("first", Duration.ofDays(-1));
        expire("second", Duration.ofDays(-1));
        assertThat(dave().get(apps + "/billing").body()).contains("Its tokens have expired: it reads nothing.",
                "Expired");
    }

    @Test
    @Tag("R34")
    void viewers_and_developers_see_what_is_deployed_and_no_token() {
        app();
        deploy("listed", "A");
        token("unseen");
        for (var user : List.of(server.cast.bob, server.cast.carol)) {
            var browser = server.browser(user);
            assertThat(browser.get(apps).body()).contains("Billing", "1 secret on its list").doesNotContain("Add app",
                    "Edit Billing");
            assertThat(browser.get(apps + "/billing").body()).contains("1 secret on its list")
                    .doesNotContain("unseen", "New token", "Change what it reads", apps + "/billing/edit");
            for (var path : List.of(apps + "/new", apps + "/billing/edit", apps + "/billing/delete",
                    production + "/edit", production + "/delete", production + "/tokens/new")) {
                assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
                assertThat(browser.form(path).statusCode()).as(path).isEqualTo(403);
            }
        }
        assertThat(server.browser(server.cast.mallory).get(apps).statusCode()).isEqualTo(404);
        assertThat(location(server.browser().get(apps))).startsWith("/sign-in");
    }

    private TestClient dave() {
        return browser;
    }

    private static TestClient api() {
        return server.api(server.cast.alice);
    }

    private void app() {
        dave().form(apps + "/new", "name", "Billing", "slug", "", "kind", "service", "description", "");
    }

    /** As the form of an app that isn't deployed yet sends it. */
    private HttpResponse<String> deploy(String access, String... keys) {
        return save(dave().get(production + "/edit").body(), access, keys);
    }

    /** As this form is sent. */
    private HttpResponse<String> save(String form, String access, String... keys) {
        var fields = new ArrayList<>(List.of("read", hidden(form, "read"), "was", hidden(form, "was"),
                "access", access));
        for (var key : keys) {
            fields.addAll(List.of("secrets", key));
        }
        return dave().form(production + "/edit", fields.toArray(String[]::new));
    }

    private void token(String name) {
        dave().form(production + "/tokens/new", "name", name, "expires_at", "90", "addresses", "");
    }

    private static void expire(String name, Duration from) {
        server.cast.database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.EXPIRES_AT, Instant.now().plus(from)).where(DEPLOYMENT_TOKENS.NAME.eq(name))
                .execute());
    }

    private static void use(String name, Duration from) {
        server.cast.database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.LAST_USED_AT, Instant.now().plus(from)).where(DEPLOYMENT_TOKENS.NAME.eq(name))
                .execute());
    }

    private void secret(String key, String environment) {
        assertThat(api().json("POST", "/api/v1" + apps.replace("/apps", "/secrets"),
                "{\"key\":\"%s\",\"value\":\"v\",\"environments\":[\"%s\"]}".formatted(key, environment)).statusCode())
                .isEqualTo(201);
    }

    private static void builtIn(String key) {
        api().json("PUT", "/api/v1/organization/built-in-secrets/" + key, "{\"value\":\"v\"}");
    }

    private static List<String> ticked(String form) {
        return Pattern.compile("name=\"secrets\" value=\"(\\w+)\"[^>]* checked").matcher(form).results()
                .map(found -> found.group(1)).toList();
    }

    private static String hint(String form, String key) {
        return found(form, "id=\"secrets-" + key + "-hint\">([^<]*)<");
    }

    private static String hidden(String form, String name) {
        return found(form, "name=\"" + name + "\" value=\"([^\"]*)\"");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String found(String body, String pattern) {
        var match = Pattern.compile(pattern).matcher(body);
        assertThat(match.find()).as(body).isTrue();
        return match.group(1);
    }
}
