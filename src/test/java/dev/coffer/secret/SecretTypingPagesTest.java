package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pages say of secrets with a type, and the lists that are narrowed to one. */
@Tag("R14")
class SecretTypingPagesTest {
    private static final String UNFIT = "No longer fits its type";
    private static final Pattern ROWS = Pattern.compile("id=\"edit-(\\w+-\\w+)\"");
    private static TestServer server;
    private static int count;

    private Access project;
    private String secrets;
    private TestClient alice;
    private TestClient api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        var slug = "typed-" + ++count;
        project = server.cast.project(slug);
        secrets = "/projects/" + slug + "/secrets";
        alice = server.browser(server.cast.alice);
        api = server.api(server.cast.alice);
        Kinds.add(server.cast.database, project, "key", Kinds.TEXT);
    }

    @Test
    void the_list_names_the_type_and_narrows_to_one() {
        assertThat(alice.get(secrets).body()).doesNotContain("name=\"type\"");
        put("PLAIN", "kanarie", "");
        assertThat(alice.get(secrets).body()).doesNotContain("name=\"type\"");
        put("KEY", "sk_1", "key");

        var page = alice.get(secrets).body();
        assertThat(page).contains("for=\"filter-type\"", "All types", ">key type</option>", "<span>key type</span>",
                "<span>Plain</span>").doesNotContain(UNFIT);
        assertThat(shown("?type=key")).containsExactly("KEY-preview");
        assertThat(shown("?type=-")).containsExactly("PLAIN-preview");
        assertThat(shown("?type=other")).isEmpty();
        assertThat(alice.get(secrets + "?type=other").body())
                .contains("<option value=\"other\" selected=\"selected\">");
        assertThat(alice.get(secrets + "?type=key").body()).contains("back=type%3Dkey", "1 secret shown");
    }

    @Test
    @Tag("R29")
    void the_api_narrows_to_a_type_too() {
        put("PLAIN", "kanarie", "");
        put("KEY", "sk_1", "key");

        assertThat(items("?type=key")).contains("\"KEY\"").doesNotContain("PLAIN");
        assertThat(items("?type=-")).contains("\"PLAIN\"").doesNotContain("\"KEY\"");
        assertThat(items("?type=nothing")).contains("\"items\":[]");
    }

    @Test
    void a_value_that_no_longer_fits_is_marked_wherever_it_is_told_of() {
        put("KEY", "kanarie", "");
        retype("KEY", "key");

        for (var path : new String[]{secrets, secrets + "/KEY", secrets + "/-/compare", secrets + "/-/health"}) {
            assertThat(alice.get(path).body()).as(path).contains(UNFIT).doesNotContain("kanarie");
        }
        assertThat(alice.get(secrets).body()).contains("Configured", "Health (1)");
        put("KEY", "sk_1", "key");
        for (var path : new String[]{secrets, secrets + "/KEY", secrets + "/-/compare", secrets + "/-/health"}) {
            assertThat(alice.get(path).body()).as(path).doesNotContain(UNFIT);
        }
    }

    @Test
    void the_details_lead_to_the_type() {
        put("KEY", "sk_1", "key");
        put("PLAIN", "kanarie", "");

        var types = secrets.replace("/secrets", "/secret-types");
        var carol = server.browser(server.cast.carol);
        assertThat(carol.get(secrets + "/KEY").body()).contains("<a href=\"" + types + "/key\">key type</a>");
        assertThat(carol.get(types + "/key").statusCode()).isEqualTo(200);
        assertThat(alice.get(secrets + "/PLAIN").body()).contains("<dd>Plain value</dd>");
    }

    @Test
    @Tag("R12")
    void the_hint_is_fine_until_the_type_changes_again() {
        put("KEY", "kanarie", "");
        retype("KEY", "key");
        alice.form(secrets + "/-/health/accept", "key", "KEY", "kind", "unfit", "environment", "preview");
        assertThat(alice.get(secrets).body()).contains(">Health<", UNFIT);

        server.cast.database.transact(tx -> tx.update(SECRET_TYPES)
                .set(SECRET_TYPES.UPDATED_AT, DSL.field("clock_timestamp()", SECRET_TYPES.UPDATED_AT.getDataType()))
                .where(SECRET_TYPES.PROJECT_ID.eq(project.projectId())).execute());
        assertThat(alice.get(secrets).body()).contains("Health (1)");
    }

    @Test
    void restoring_what_no_longer_fits_says_so() {
        put("KEY", "kanarie", "");
        put("KEY", "sk_1", "key");
        var restore = secrets + "/KEY/versions/1/restore?environment=preview";
        var read = Pattern.compile("name=\"read\" value=\"([^\"]+)\"").matcher(alice.get(restore).body());
        assertThat(read.find()).isTrue();

        alice.form(restore, "read", read.group(1));

        assertThat(alice.get(secrets).body()).contains("It no longer fits its type. Edit the secret", UNFIT)
                .doesNotContain("kanarie");
    }

    private List<String> shown(String query) {
        return ROWS.matcher(alice.get(secrets + query).body()).results().map(found -> found.group(1)).toList();
    }

    private String items(String query) {
        return api.get("/api/v1" + secrets + query).body();
    }

    private void put(String key, String value, String type) {
        assertThat(write("PUT", key, "{\"value\":\"%s\",\"type\":\"%s\",\"environments\":[\"preview\"]}".formatted(
                value, type)).statusCode()).isBetween(200, 201);
    }

    private void retype(String key, String type) {
        assertThat(write("PATCH", key, "{\"type\":\"%s\"}".formatted(type)).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> write(String method, String key, String body) {
        return (method.equals("PUT") ? api : api.with("If-Match", "*")).json(method, "/api/v1" + secrets + "/" + key,
                body);
    }
}
