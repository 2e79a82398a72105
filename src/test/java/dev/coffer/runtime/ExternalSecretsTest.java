package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifests of {@code docs/kubernetes}: the calls that External Secrets Operator makes of them (as its providers
 * {@code webhook} and {@code vault} are written, and the Go client below), against the server.
 */
@Tag("R29")
class ExternalSecretsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path MANIFESTS = Path.of("docs/kubernetes");
    private static VaultStage stage;

    @BeforeAll
    static void start() {
        stage = new VaultStage();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void the_webhook_provider_gets_all_values_or_one() throws IOException {
        var manifests = manifests("external-secrets-webhook.yaml");

        assertThat(webhook(manifests, "shop")).containsOnly(Map.entry("DATABASE_URL", "postgres://u:kanarie@db/shop"),
                Map.entry("ODD", VaultStage.ODD));
        assertThat(webhook(manifests, "shop-database")).containsOnly(Map.entry("url", "postgres://u:kanarie@db/shop"));
    }

    @Test
    void a_value_that_isn_t_there_is_404_which_the_operator_knows() throws IOException {
        var store = store(manifests("external-secrets-webhook.yaml"), "coffer-one").at("/spec/provider/webhook");

        assertThat(call(store, "NOTHING", stage.token).statusCode()).isEqualTo(404);
        assertThat(call(store, "../secrets", stage.token).statusCode()).isBetween(400, 404);
        assertThat(call(store, "DATABASE_URL", "cof_d" + "A".repeat(59)).statusCode()).isEqualTo(401);
    }

    @Test
    void the_vault_provider_reads_with_a_token() throws IOException {
        var manifests = manifests("external-secrets-kv.yaml");
        var provider = store(manifests, "coffer").at("/spec/provider/vault");
        assertThat(provider.at("/auth/tokenSecretRef/key").asString()).isEqualTo("token");
        var client = client(stage.token);

        assertThat(isReady(client)).isTrue();
        assertThat(vault(client, provider, manifests, "shop")).containsOnly(
                Map.entry("DATABASE_URL", "postgres://u:kanarie@db/shop"), Map.entry("ODD", VaultStage.ODD));
        assertThat(vault(client, provider, manifests, "shop-database")).containsOnly(
                Map.entry("url", "postgres://u:kanarie@db/shop"));
        assertThat(isReady(client("cof_d" + "A".repeat(59)))).isFalse();
    }

    @Test
    void the_vault_provider_logs_in_by_app_role_and_ends_its_token() throws IOException {
        var manifests = manifests("external-secrets-approle.yaml");
        var provider = store(manifests, "coffer").at("/spec/provider/vault");
        var login = stage.server.api().with("X-Vault-Request", "true").send(
                "/v1/auth/" + provider.at("/auth/appRole/path").asString() + "/login", "PUT",
                "{\"role_id\":\"%s\",\"secret_id\":\"%s\"}".formatted(stage.role(), stage.token));
        var child = client(JSON.readTree(login.body()).at("/auth/client_token").asString());

        assertThat(provider.at("/auth/appRole/roleId").asString()).matches("[0-9a-f-]{36}");
        assertThat(isReady(child)).isTrue();
        assertThat(vault(child, provider, manifests, "shop")).containsEntry("ODD", VaultStage.ODD);
        assertThat(child.send("/v1/auth/token/revoke-self", "PUT", null).statusCode()).isEqualTo(204);
        assertThat(isReady(child)).isFalse();
        assertThat(isReady(client(stage.token))).isTrue();
    }

    @Test
    void the_vault_provider_finds_the_entry_by_itself() {
        var client = client(stage.token);

        assertThat(found(client, "")).containsExactly("shop/production/api");
        assertThat(found(client, "shop/")).containsExactly("shop/production/api");
        assertThat(client.get("/v1/secret/data/" + found(client, "").getFirst()).statusCode()).isEqualTo(200);
    }

    @Test
    void an_entry_that_isn_t_there_is_told_without_an_error_and_one_elsewhere_with_one() {
        var client = client(stage.token);

        assertThat(client.get("/v1/secret/data/shop/production/api/more").body()).isEqualTo("{\"errors\":[]}");
        assertThat(client.get("/v1/secret/data/shop/production?version=99").body()).isEqualTo("{\"errors\":[]}");
        assertThat(client.get("/v1/secret/data/shop/preview").statusCode()).isEqualTo(403);
    }

    /** What {@code webhook} puts into the Kubernetes secret. */
    private static Map<String, String> webhook(List<JsonNode> manifests, String name) {
        var external = kind(manifests, "ExternalSecret", name);
        var store = store(manifests, external.at("/spec/secretStoreRef/name").asString()).at("/spec/provider/webhook");
        var secret = new TreeMap<String, String>();
        external.at("/spec/dataFrom").forEach(from -> result(store, from.at("/extract/key").asString())
                .properties().forEach(each -> secret.put(each.getKey(), each.getValue().asString())));
        external.at("/spec/data").forEach(one -> secret.put(one.path("secretKey").asString(),
                result(store, one.at("/remoteRef/key").asString()).asString()));
        return secret;
    }

    private static JsonNode result(JsonNode store, String key) {
        var answer = call(store, key, stage.token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path(store.at("/result/jsonPath").asString().substring("$.".length()));
    }

    private static HttpResponse<String> call(JsonNode store, String key, String token) {
        var client = new TestClient[]{stage.server.api()};
        store.path("headers").properties().forEach(header -> client[0] = client[0].with(header.getKey(),
                header.getValue().asString().replace("{{ .coffer.token }}", token)));
        return client[0].get(path(store.path("url").asString()).replace("{{ .remoteRef.key }}",
                URLEncoder.encode(key, StandardCharsets.UTF_8)));
    }

    /** What {@code vault} puts into it. */
    private static Map<String, String> vault(TestClient client, JsonNode provider, List<JsonNode> manifests,
            String name) {
        assertThat(provider.path("version").asString()).isEqualTo("v2");
        assertThat(path(provider.path("server").asString() + "/")).isEqualTo("/");
        var secret = new TreeMap<String, String>();
        var external = kind(manifests, "ExternalSecret", name);
        external.at("/spec/dataFrom").forEach(from -> entry(client, provider, from.at("/extract/key").asString())
                .properties().forEach(each -> secret.put(each.getKey(), each.getValue().asString())));
        external.at("/spec/data").forEach(one -> secret.put(one.path("secretKey").asString(),
                entry(client, provider, one.at("/remoteRef/key").asString())
                        .path(one.at("/remoteRef/property").asString()).asString()));
        return secret;
    }

    private static JsonNode entry(TestClient client, JsonNode provider, String key) {
        var answer = client.get("/v1/%s/data/%s".formatted(provider.path("path").asString(), key));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/data/data");
    }

    /** What makes the operator call a store valid: its token, and for how long. */
    private static boolean isReady(TestClient client) {
        var answer = client.get("/v1/auth/token/lookup-self");
        var data = JSON.readTree(answer.body()).path("data");
        return answer.statusCode() == 200 && !data.path("type").asString().equals("batch")
                && data.path("ttl").isIntegralNumber() && data.path("ttl").asLong() >= 60 && data.has("expire_time");
    }

    /** Every entry below a path; a folder without one would end the search. */
    private static List<String> found(TestClient client, String path) {
        var answer = client.get("/v1/secret/metadata/" + path + "?list=true");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        var entries = new ArrayList<String>();
        for (var key : JSON.readTree(answer.body()).at("/data/keys")) {
            var below = path + key.asString();
            entries.addAll(below.endsWith("/") ? found(client, below) : List.of(below));
        }
        return entries;
    }

    private static TestClient client(String token) {
        return stage.server.api().with("X-Vault-Token", token).with("X-Vault-Request", "true");
    }

    private static JsonNode store(List<JsonNode> manifests, String name) {
        return manifests.stream().filter(one -> one.path("kind").asString().endsWith("SecretStore")
                && one.at("/metadata/name").asString().equals(name)).findFirst().orElseThrow();
    }

    private static JsonNode kind(List<JsonNode> manifests, String kind, String name) {
        return manifests.stream().filter(one -> one.path("kind").asString().equals(kind)
                && one.at("/metadata/name").asString().equals(name)).findFirst().orElseThrow();
    }

    private static String path(String url) {
        return url.replaceFirst("^https://[^/]+", "");
    }

    private static List<JsonNode> manifests(String file) throws IOException {
        var documents = new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(MANIFESTS.resolve(file)));
        return StreamSupport.stream(documents.spliterator(), false).<JsonNode>map(JSON::valueToTree).toList();
    }
}
