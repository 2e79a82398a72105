package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls that the command line of the original makes (and OpenBao's, which is written on the same client): which
 * fields it reads of each answer, and which method it sends. It writes with PUT, and lists with GET and {@code ?list}.
 */
@Tag("R29")
class VaultCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static VaultStage stage;
    private static TestClient cli;

    @BeforeAll
    static void start() {
        stage = new VaultStage();
        cli = stage.server.api().with("X-Vault-Request", "true").with("X-Vault-Token", stage.token);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** {@code vault kv get -mount=secret shop/production} and {@code vault kv get secret/shop/production}. */
    @Test
    void kv_get_asks_for_the_mount_first() {
        for (var path : new String[]{"secret", "secret/shop/production"}) {
            var mount = ok(cli.get("/v1/sys/internal/ui/mounts/" + path)).path("data");
            assertThat(mount.path("path").asString()).isEqualTo("secret/");
            assertThat(mount.at("/options/version").asString()).isEqualTo("2");
        }
        var entry = ok(cli.get("/v1/secret/data/shop/production")).path("data");
        assertThat(entry.at("/data/ODD").asString()).isEqualTo(VaultStage.ODD);
        assertThat(entry.at("/metadata/created_time").isString()).isTrue();
        assertThat(ok(cli.get("/v1/secret/data/shop/production?version=1")).at("/data/metadata/version").asInt())
                .isEqualTo(1);
    }

    /** {@code vault kv list secret/shop} and {@code vault kv metadata get secret/shop/production}. */
    @Test
    void kv_list_and_metadata() {
        assertThat(ok(cli.get("/v1/secret/metadata/shop?list=true")).at("/data/keys/0").asString())
                .isEqualTo("production/");
        var about = ok(cli.get("/v1/secret/metadata/shop/production")).path("data");
        assertThat(about.path("current_version").asInt()).isEqualTo(1);
        assertThat(about.at("/versions/1/destroyed").asBoolean(true)).isFalse();
    }

    /**
     * {@code vault kv put}, {@code patch}, {@code delete}, {@code undelete}, {@code destroy}, {@code metadata delete}.
     */
    @Test
    void what_writes_is_405() {
        var data = "{\"data\":{\"A\":\"b\"},\"options\":{}}";
        assertThat(cli.send("/v1/secret/data/shop/production", "PUT", data).statusCode()).isEqualTo(405);
        assertThat(cli.with("Content-Type", "application/merge-patch+json")
                .send("/v1/secret/data/shop/production", "PATCH", data).statusCode()).isEqualTo(405);
        assertThat(cli.delete("/v1/secret/data/shop/production").statusCode()).isEqualTo(405);
        assertThat(cli.send("/v1/secret/undelete/shop/production", "PUT", "{\"versions\":[1]}").statusCode())
                .isEqualTo(405);
        assertThat(cli.send("/v1/secret/destroy/shop/production", "PUT", "{\"versions\":[1]}").statusCode())
                .isEqualTo(405);
        assertThat(cli.delete("/v1/secret/metadata/shop/production").statusCode()).isEqualTo(405);
    }

    /** {@code vault login}: what it keeps as its token is the {@code id} of the answer. */
    @Test
    void login_keeps_the_id_that_it_is_told() {
        var self = ok(cli.get("/v1/auth/token/lookup-self")).path("data");

        assertThat(self.path("id").asString()).isEqualTo(stage.token);
        assertThat(self.path("accessor").isString()).isTrue();
        assertThat(self.path("policies").isArray()).isTrue();
        assertThat(self.path("ttl").isIntegralNumber()).isTrue();
    }

    /** {@code vault write auth/approle/login}, {@code vault token renew}, {@code vault token revoke -self}. */
    @Test
    void app_role() {
        var login = ok(stage.server.api().send("/v1/auth/approle/login", "PUT",
                "{\"role_id\":\"%s\",\"secret_id\":\"%s\"}".formatted(stage.role(), stage.token)));
        var child = cli.with("X-Vault-Token", login.at("/auth/client_token").asString());

        assertThat(login.at("/auth/lease_duration").isIntegralNumber()).isTrue();
        assertThat(ok(child.send("/v1/auth/token/renew-self", "PUT", "{\"increment\":0}")).at("/auth/renewable")
                .asBoolean()).isTrue();
        assertThat(child.send("/v1/auth/token/revoke-self", "PUT", null).statusCode()).isEqualTo(204);
        assertThat(child.get("/v1/auth/token/lookup-self").statusCode()).isEqualTo(403);
    }

    /** {@code vault status}, {@code vault secrets list}, {@code vault kv enable-versioning}'s look at the mounts. */
    @Test
    void status_and_mounts() {
        assertThat(ok(cli.get("/v1/sys/seal-status")).path("sealed").asBoolean(true)).isFalse();
        assertThat(ok(cli.get("/v1/sys/leader")).path("ha_enabled").asBoolean(true)).isFalse();
        assertThat(ok(cli.get("/v1/sys/mounts")).at("/data").path("secret/").path("type").asString()).isEqualTo("kv");
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
