package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import dev.coffer.app.DeploymentTokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of the KV v2 shape ask about their token. */
@Tag("R29")
class VaultTokenApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOOKUP = "/v1/auth/token/lookup-self";
    private static final String LOGIN = "/v1/auth/approle/login";
    private static final String RENEW = "/v1/auth/token/renew-self";
    private static final String REVOKE = "/v1/auth/token/revoke-self";
    private static TestServer server;
    private static int places;

    private String app;
    private String token;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void deploy() {
        app = "api-" + ++places;
        token = token(app);
    }

    @Test
    void a_token_is_told_who_it_is() {
        var answer = client(token).get(LOOKUP);
        var data = data(answer);

        assertThat(data.path("id").asString()).isEqualTo(token);
        assertThat(data.path("display_name").asString()).isEqualTo(app + "@production");
        assertThat(data.path("meta").toString()).contains("\"project\":\"shop\"", "\"environment\":\"production\"",
                "\"app\":\"" + app + "\"");
        assertThat(data.path("ttl").asLong()).isCloseTo(86_400, within(60L));
        assertThat(data.path("creation_ttl").asLong()).isCloseTo(86_400, within(60L));
        assertThat(data.path("creation_time").isIntegralNumber()).isTrue();
        assertThat(Instant.parse(data.path("expire_time").asString())).isAfter(Instant.now());
        assertThat(data.path("policies").isArray()).isTrue();
        assertThat(data.path("renewable").asBoolean()).isFalse();
        assertThat(data.path("type").asString()).isEqualTo("service");
        assertThat(data.propertyNames()).contains("accessor", "explicit_max_ttl", "num_uses", "orphan", "path");
        assertThat(JSON.readTree(answer.body()).propertyNames()).containsExactly("request_id", "lease_id", "renewable",
                "lease_duration", "data", "wrap_info", "warnings", "auth");
    }

    @Test
    void the_token_comes_in_either_header_and_its_own_goes_before() {
        assertThat(server.api().with("Authorization", "Bearer " + token).get(LOOKUP).statusCode()).isEqualTo(200);
        assertThat(client(token).with("Authorization", "Bearer other").get(LOOKUP).statusCode()).isEqualTo(200);
        assertThat(client(token).with("X-Vault-Request", "true").with("X-Vault-Namespace", "").get(LOOKUP)
                .statusCode()).isEqualTo(200);
    }

    @Test
    void without_a_token_it_is_400_and_with_a_wrong_one_403() {
        refused(server.api().get(LOOKUP), 400, "missing client token");
        refused(client("").get(LOOKUP), 400, "missing client token");
        refused(client("hvs.something").get(LOOKUP), 403, "permission denied");
        refused(client("cof_d" + "A".repeat(59)).get(LOOKUP), 403, "permission denied");
        refused(client(server.tokenOf(server.cast.alice)).get(LOOKUP), 403, "Only a deployment's token reads values");
        refused(client(server.cast.pipelineTokenOf(server.cast.alice, "shop", Role.ADMIN)).get(LOOKUP), 403,
                "Only a deployment's token reads values");
    }

    @Test
    void a_login_gives_a_token_of_an_hour_that_is_audited() {
        var before = mark();
        var answer = login(deployment(app), token);
        var auth = JSON.readTree(answer.body()).path("auth");
        var child = auth.path("client_token").asString();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(child).startsWith("cof_d").isNotEqualTo(token);
        assertThat(auth.path("lease_duration").asLong()).isCloseTo(3_600, within(60L));
        assertThat(auth.path("renewable").asBoolean()).isTrue();
        assertThat(auth.propertyNames()).contains("accessor", "policies", "metadata");
        assertThat(data(client(child).get(LOOKUP)).path("path").asString()).isEqualTo("auth/approle/login");
        assertThat(data(client(child).get(LOOKUP)).path("renewable").asBoolean()).isTrue();

        var row = server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.ACTION.eq("deployment_token.exchanged")).orderBy(AUDIT_EVENTS.SEQ.desc()).limit(1)
                .fetchSingle(AUDIT_EVENTS.BODY));
        assertThat(row).contains(auth.path("accessor").asString(), app, "\"source\":\"api\"", "\"kind\":\"deployment\"")
                .doesNotContain(token, child);
        assertThat(mark()).as("nothing of the project changed").isEqualTo(before);
    }

    @Test
    void a_login_is_put_as_well_and_its_body_is_json_whatever_its_type_says() {
        var body = "{\"role_id\":\"%s\",\"secret_id\":\"%s\",\"other\":1}".formatted(deployment(app), token);

        assertThat(server.api().send(LOGIN, "PUT", body).statusCode()).isEqualTo(200);
        for (var type : new String[]{"application/x-www-form-urlencoded", "text/plain; charset=nonsense",
                "multipart/form-data"}) {
            assertThat(server.api().with("Content-Type", type).send(LOGIN, "POST", body).statusCode()).as(type)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_login_that_doesn_t_fit_is_400() {
        var other = token("other-" + ++places);

        refused(login(deployment(app), other), 400, "don't belong together");
        refused(login(UUID.randomUUID().toString(), token), 400, "don't belong together");
        refused(login("", ""), 400, "don't belong together");
        refused(login(deployment(app), "cof_d" + "A".repeat(59)), 400, "don't belong together");
        refused(server.api().json("POST", LOGIN, "{}"), 400, "don't belong together");
        refused(server.api().json("POST", LOGIN, "[1]"), 400, "body");
        refused(server.api().json("POST", LOGIN, "not json"), 400, "not JSON");
        refused(server.api().send(LOGIN, "POST", null), 400, "body");
        refused(server.api().json("POST", LOGIN, "\"" + "x".repeat(40_000) + "\""), 413, "Send less");
        refused(server.api().get(LOGIN), 405, "unsupported operation");
    }

    @Test
    void a_short_token_is_not_exchanged_again() {
        refused(login(deployment(app), login()), 400, "deployment's own token");
    }

    @Test
    void a_short_token_renews_itself_as_far_as_its_parent_goes() {
        var child = login();
        end(child, Duration.ofSeconds(100));
        var auth = JSON.readTree(client(child).json("PUT", RENEW, "{\"increment\":\"24h\"}").body()).path("auth");
        assertThat(auth.path("client_token").asString()).isEqualTo(child);
        assertThat(auth.path("lease_duration").asLong()).isCloseTo(3_600, within(60L));

        end(token, Duration.ofSeconds(100));
        assertThat(client(child).send(RENEW, "POST", null).statusCode()).isEqualTo(200);
        assertThat(data(client(child).get(LOOKUP)).path("ttl").asLong()).isBetween(1L, 100L);
        assertThat(data(client(login()).get(LOOKUP)).path("ttl").asLong()).isBetween(1L, 100L);
    }

    @Test
    void a_short_token_ends_itself_and_no_other() {
        var child = login();
        var sibling = login();

        assertThat(client(child).send(REVOKE, "PUT", null).statusCode()).isEqualTo(204);
        refused(client(child).get(LOOKUP), 403, "permission denied");
        assertThat(client(sibling).get(LOOKUP).statusCode()).isEqualTo(200);
        assertThat(client(token).get(LOOKUP).statusCode()).isEqualTo(200);
    }

    @Test
    void a_deployment_s_own_token_neither_renews_nor_ends_itself() {
        refused(client(token).json("POST", RENEW, "{}"), 400, "not renewable");
        refused(client(token).json("POST", REVOKE, "{}"), 400, "revoked by an admin");
        assertThat(client(token).get(LOOKUP).statusCode()).isEqualTo(200);
    }

    @Test
    void what_ends_the_deployment_s_token_ends_those_that_it_was_exchanged_for() {
        var child = login();
        server.cast.database.transact(tx -> tx.deleteFrom(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))).execute());

        refused(client(child).get(LOOKUP), 403, "permission denied");
    }

    @Test
    void a_short_token_works_from_its_parent_s_addresses() {
        var child = login();
        assertThat(addresses(child)).isEmpty();
        server.cast.database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.ADDRESSES, new String[]{"127.0.0.0/8"})
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))).execute());
        assertThat(addresses(login())).containsExactly("127.0.0.0/8");

        server.cast.database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.ADDRESSES, new String[]{"203.0.113.0/24"})
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))).execute());
        refused(login(deployment(app), token), 403, "doesn't work from the address");
    }

    @Test
    void past_its_hour_a_short_token_is_refused_and_forgotten_and_a_deployment_s_own_is_not() {
        var child = login();
        end(child, Duration.ofSeconds(-1));
        end(token, Duration.ofSeconds(-1));
        refused(client(child).get(LOOKUP), 403, "permission denied");

        server.cast.database.transact(tx -> {
            DeploymentTokens.forgetOld(tx);
            return null;
        });
        assertThat(isThere(child)).isFalse();
        assertThat(isThere(token)).as("an admin sees that it is over").isTrue();
    }

    @Test
    void so_many_short_tokens_live_at_once_and_no_more() {
        login();
        server.cast.database.transact(tx -> tx.execute("""
                insert into deployment_tokens (id, public_id, secret_hash, project_id, deployment_id, parent_id, name,
                    created_by, expires_at)
                select gen_random_uuid(), gen_random_uuid()::text, secret_hash, project_id, deployment_id, parent_id,
                    name, created_by, expires_at
                from deployment_tokens, generate_series(1, 999)
                where parent_id = (select id from deployment_tokens where public_id = ?)""", publicId(token)));

        refused(login(deployment(app), token), 400, "1,000 short tokens");
    }

    private static void refused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(answer.body()).propertyNames()).containsExactly("errors");
        assertThat(JSON.readTree(answer.body()).path("errors").toString()).contains(words);
    }

    private String login() {
        return JSON.readTree(login(deployment(app), token).body()).path("auth").path("client_token").asString();
    }

    private static HttpResponse<String> login(String role, String secret) {
        return server.api().json("POST", LOGIN, "{\"role_id\":\"%s\",\"secret_id\":\"%s\"}".formatted(role, secret));
    }

    private static TestClient client(String token) {
        return server.api().with("X-Vault-Token", token);
    }

    private static JsonNode data(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("data");
    }

    private static String token(String app) {
        return server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place(app, "production"));
    }

    private String deployment(String app) {
        return server.cast.database.read(sql -> sql.select(DEPLOYMENTS.ID).from(DEPLOYMENTS).join(APPS)
                .on(APPS.ID.eq(DEPLOYMENTS.APP_ID)).where(APPS.SLUG.eq(app)).fetchSingle(DEPLOYMENTS.ID)).toString();
    }

    private static void end(String token, Duration in) {
        server.cast.database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.EXPIRES_AT, Instant.now().plus(in))
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))).execute());
    }

    private static String[] addresses(String token) {
        return server.cast.database.read(sql -> sql.select(DEPLOYMENT_TOKENS.ADDRESSES).from(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))).fetchSingle(DEPLOYMENT_TOKENS.ADDRESSES));
    }

    private static boolean isThere(String token) {
        return server.cast.database.read(sql -> sql.fetchExists(DEPLOYMENT_TOKENS,
                DEPLOYMENT_TOKENS.PUBLIC_ID.eq(publicId(token))));
    }

    private static long mark() {
        return server.cast.database.read(sql -> sql.select(AUDIT_CHAINS.CHANGES).from(AUDIT_CHAINS)
                .where(AUDIT_CHAINS.ID.eq(server.cast.access(server.cast.alice, "shop").projectId()))
                .fetchSingle(AUDIT_CHAINS.CHANGES));
    }

    private static String publicId(String token) {
        return token.substring(5, 15);
    }
}
