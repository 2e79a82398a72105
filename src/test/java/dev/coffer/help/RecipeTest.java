package dev.coffer.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.cli.CofferProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the help prints is run, as it is printed but for the server's address: with the programs where they are on this
 * machine, and by playing their calls where they aren't (an engine for Docker, a cluster with External Secrets).
 */
@Tag("R26")
class RecipeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String URL = "postgres://shop:canary-4b1f09d2@db/shop";
    private static final String ODD = "canary \"'\\ \n é 😀 $X `y`";
    /** systemd's own reader of such files, outside of a service. */
    private static final String ENVIRONMENT_READER =
            "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";
    private static TestServer server;
    private static String token;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production"));
        set("DATABASE_URL", URL);
        set("ODD", ODD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void set(String key, String value) {
        assertThat(server.api(server.cast.alice).json("PUT", "/api/v1/projects/shop/secrets/" + key,
                JSON.writeValueAsString(Map.of("value", value, "environments", List.of("production")))).statusCode())
                .isEqualTo(201);
    }

    /** A folder with coffer on the path, as it is after the first steps, and somebody's home. */
    @BeforeEach
    void folder() throws IOException {
        program("coffer", quoted(CofferProcess.command()) + " \"$@\"");
        program("java", "shift 2\nexec " + quoted(CofferProcess.command()) + " \"$@\"");
        file(".config/shop/coffer-token", token);
    }

    @Test
    void any_program_is_run_with_its_values_and_its_output_masked() throws Exception {
        program("app", "printf %s \"$ODD\" > odd; echo \"to $DATABASE_URL\"");
        assertThat(sh(Map.of(), Recipe.RUN.at(server.url()))).isEqualTo("to <secret:database_url>\n");
        assertThat(folder.resolve("odd")).hasContent(ODD);
    }

    @Test
    void a_shell_reads_all_values_or_one() throws Exception {
        assertThat(sh(given(), Recipe.SHELL.at(server.url()) + "\nprintf %s \"$ODD\"")).isEqualTo(ODD);
        assertThat(sh(given(), Recipe.ONE.at(server.url()))).isEqualTo(URL);
        assertThat(run(Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", "wrong"), 1, List.of("sh", "-c",
                Recipe.SHELL.at(server.url()) + "\necho done"))).doesNotContain("done");
    }

    @Test
    void node_python_and_java_read_the_same_values() throws Exception {
        file("app.mjs", Recipe.NODE.at(server.url()) + "\nprocess.stdout.write(secrets.ODD + (await read(1)));");
        assertThat(run(given(), 0, List.of("node", "app.mjs"))).isEqualTo("Read DATABASE_URL, ODD\n" + ODD + "null");
        file("app.py", Recipe.PYTHON.at(server.url()) + "\nprint(secrets[\"ODD\"], end=\"\")\n");
        assertThat(run(given(), 0, List.of("python3", "app.py"))).isEqualTo("Read DATABASE_URL, ODD\n" + ODD);
        file("App.java", Recipe.JAVA.at(server.url()).replace("// yours", "IO.print(databaseUrl);"));
        var java = new ArrayList<>(CofferProcess.command());
        java.set(java.size() - 1, "App.java");
        assertThat(run(given(), 0, java)).isEqualTo("Read DATABASE_URL, ODD\n" + URL);
    }

    @Test
    void direnv_loads_the_values_and_stops_where_there_are_none() throws Exception {
        file(".envrc", Recipe.DIRENV.at(server.url()));
        var reads = List.of("sh", "-c", "printf %s \"$ODD\"");
        if (isThere("direnv")) {
            run(Map.of(), 0, List.of("direnv", "allow", "."));
            assertThat(run(Map.of("DIRENV_LOG_FORMAT", ""), 0, joined(List.of("direnv", "exec", "."), reads)))
                    .isEqualTo(ODD);
        }
        assertThat(run(Map.of(), 0, joined(List.of("bash", "-ec", ". ./.envrc; exec \"$@\"", "bash"), reads)))
                .isEqualTo(ODD);
        file(".config/shop/coffer-token", "cof_wrong");
        run(Map.of(), 1, List.of("bash", "-ec", ". ./.envrc"));
    }

    @Test
    void systemd_takes_its_units_and_what_they_start_runs() throws Exception {
        program("app.js", "echo \"to $DATABASE_URL\"");
        file("coffer-token", token);
        Files.createDirectories(folder.resolve("shop"));
        var units = List.of(Recipe.SERVICE, Recipe.VALUES_SERVICE, Recipe.PLAIN_SERVICE);
        var names = List.of("shop.service", "shop-values.service", "shop-plain.service");
        for (int i = 0; i < units.size(); i++) {
            file(names.get(i), here(units.get(i)));
        }
        if (isThere("systemd-analyze")) {
            assertThat(run(Map.of(), 0, joined(List.of("systemd-analyze", "verify"), names.stream()
                    .map(name -> folder.resolve(name).toString()).toList())))
                    .doesNotContain(names.toArray(CharSequence[]::new));
        }
        assertThat(unit(Recipe.SERVICE)).isEqualTo("to <secret:database_url>\n");
        unit(Recipe.VALUES_SERVICE);
        assertThat(folder.resolve("shop/values")).content().contains("DATABASE_URL='%s'\n".formatted(URL));
        assertThat(Files.getPosixFilePermissions(folder.resolve("shop/values")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(here(Recipe.PLAIN_SERVICE)).contains("EnvironmentFile=/run/shop/values");
        if (Files.isExecutable(Path.of(ENVIRONMENT_READER))) {
            file("environment.d/values.conf", Files.readString(folder.resolve("shop/values")));
            assertThat(run(Map.of("XDG_CONFIG_HOME", folder.toString()), 0, List.of("sh", "-c",
                    "set -a; eval \"$(" + ENVIRONMENT_READER + ")\"; printf %s \"$DATABASE_URL\""))).isEqualTo(URL);
        }
    }

    @Test
    void the_container_starts_the_program_with_what_compose_and_docker_give_it() throws Exception {
        program("node", "echo \"$1 to $DATABASE_URL\"");
        var lines = Recipe.DOCKERFILE.at(server.url()).lines().toList();
        var command = joined(words(lines, "ENTRYPOINT "), words(lines, "CMD "));
        assertThat(command.getFirst()).isEqualTo("/opt/coffer/coffer");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("FROM eclipse-temurin:25-jre",
                " /opt/coffer/");
        var compose = yaml(Recipe.COMPOSE).getFirst().path("services").path("shop");
        assertThat(compose.path("secrets").path(0).asString()).isEqualTo("coffer-token");
        var docker = Recipe.DOCKER.at(server.url());
        file("coffer-token", token);
        compose.path("environment").properties().forEach(each -> assertThat(docker)
                .contains("-e %s=%s".formatted(each.getKey(), each.getValue().asString())));
        var environment = compose.path("environment").properties().stream().collect(Collectors.toMap(Map.Entry::getKey,
                each -> each.getValue().asString().replace("/run/secrets/", folder + "/")));
        assertThat(run(environment, 0, joined(List.of("coffer"), command.subList(1, command.size()))))
                .isEqualTo("app.js to <secret:database_url>\n");
    }

    @Test
    void the_workflows_steps_get_their_values_and_show_none() throws Exception {
        program("migrate.sh", "echo \"migrates $DATABASE_URL ${ODD-without the other}\"");
        program("report.sh", "echo 'reports %s'; echo '%s' >&2".formatted(URL, URL));
        var job = yaml(Recipe.WORKFLOW).getFirst().path("jobs").path("deploy");
        assertThat(job.path("env").path("COFFER_URL").asString()).isEqualTo(server.url());
        var said = new StringBuilder();
        for (var step : job.path("steps")) {
            if (step.has("run")) {
                said.append(run(given(), 0, List.of("bash", "-eo", "pipefail", "-c", step.path("run").asString())));
            }
        }
        assertThat(said).hasToString("migrates <secret:database_url> without the other\n"
                + "reports <secret:database_url>\n<secret:database_url>\n");
    }

    /** As External Secrets' webhook provider asks: address and headers are templates, the answer is looked into. */
    @Test
    @Tag("R29")
    void external_secrets_webhook_reads_each_value() throws Exception {
        var manifests = yaml(Recipe.WEBHOOK_STORE);
        var webhook = manifests.get(1).path("spec").path("provider").path("webhook");
        assertThat(manifests.get(0).path("metadata").path("labels").path("external-secrets.io/type").asString())
                .isEqualTo("webhook");
        assertThat(webhook.path("secrets").path(0).path("secretRef").path("name").asString())
                .isEqualTo(manifests.get(0).path("metadata").path("name").asString());
        for (var each : manifests.get(2).path("spec").path("data")) {
            var key = each.path("remoteRef").path("key").asString();
            var bearer = webhook.path("headers").path("Authorization").asString().replace("{{ .auth.token }}", token);
            var answer = get(webhook.path("url").asString().replace("{{ .remoteRef.key }}", key),
                    Map.of("Authorization", bearer));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body())
                    .path(webhook.path("result").path("jsonPath").asString().replaceFirst("^\\$\\.", "")).asString())
                    .isEqualTo(URL);
        }
    }

    /** As its Vault provider asks: it looks at its token first, then reads the entry. */
    @Test
    @Tag("R29")
    void external_secrets_reads_all_values_over_kv() throws Exception {
        var manifests = yaml(Recipe.KV_STORE);
        var vault = manifests.get(1).path("spec").path("provider").path("vault");
        var headers = Map.of("X-Vault-Token", token, "X-Vault-Request", "true");
        var own = get(vault.path("server").asString() + "/v1/auth/token/lookup-self", headers);
        assertThat(own.statusCode()).isEqualTo(200);
        var key = manifests.get(2).path("spec").path("dataFrom").path(0).path("extract").path("key").asString();
        var answer = get("%s/v1/%s/data/%s".formatted(vault.path("server").asString(), vault.path("path").asString(),
                key), headers);
        assertThat(JSON.readTree(answer.body()).path("data").path("data")).isEqualTo(JSON.valueToTree(
                Map.of("DATABASE_URL", URL, "ODD", ODD)));
    }

    @Test
    void the_pages_print_every_recipe_with_the_servers_own_address() throws Exception {
        var pages = new StringBuilder();
        for (var topic : TopicPage.Topic.values()) {
            var page = get(server.url() + "/help/" + topic.slug(), Map.of());
            assertThat(page.statusCode()).isEqualTo(200);
            pages.append(page.body());
            assertThat(get(server.url() + "/help", Map.of()).body()).contains("href=\"/help/" + topic.slug() + "\"");
        }
        var text = pages.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
        for (var recipe : Recipe.values()) {
            assertThat(text.contains(recipe.at("http://localhost:8080"))).as(recipe.name()).isTrue();
        }
        assertThat(text.contains(Recipe.SERVER)).isFalse();
        assertThat(get(server.url() + "/help/nothing", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void the_readme_shows_the_first_one() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("```sh\n" + Recipe.RUN.at(Recipe.SERVER) + "\n```");
    }

    private static Map<String, String> given() {
        return Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", token);
    }

    /** A unit with the programs that are here. */
    private String here(Recipe recipe) {
        return recipe.at(server.url()).replace("/usr/local/bin/coffer", folder.resolve("coffer").toString())
                .replace("/usr/bin/node /opt/shop/", folder + "/");
    }

    /** What a unit starts, with its variables, and its specifiers filled in. */
    private String unit(Recipe recipe) throws Exception {
        var environment = new HashMap<String, String>();
        var text = here(recipe).replace("%d", folder.toString()).replace("%t", folder.toString());
        var variables = Pattern.compile("(?m)^Environment=([^=]+)=(.*)$").matcher(text).results();
        variables.forEach(each -> environment.put(each.group(1), each.group(2)));
        var starts = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(text).results().toList();
        assertThat(starts).hasSize(1);
        return run(environment, 0, List.of(starts.getFirst().group(1).split(" ")));
    }

    private static List<String> words(List<String> lines, String instruction) {
        var line = lines.stream().filter(each -> each.startsWith(instruction)).findFirst().orElseThrow();
        return JSON.readTree(line.substring(instruction.length())).valueStream().map(JsonNode::asString).toList();
    }

    private static List<JsonNode> yaml(Recipe recipe) {
        var all = new ArrayList<JsonNode>();
        new Load(LoadSettings.builder().build()).loadAllFromString(recipe.at(server.url()))
                .forEach(each -> all.add(JSON.valueToTree(each)));
        return all;
    }

    private static HttpResponse<String> get(String address, Map<String, String> headers) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address));
            headers.forEach(request::header);
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    private String sh(Map<String, String> environment, String script) throws Exception {
        return run(environment, 0, List.of("sh", "-c", script));
    }

    /** @return what it says on both streams */
    private String run(Map<String, String> environment, int code, List<String> command) throws Exception {
        assumeTrue(isThere(command.getFirst()) || Files.isExecutable(folder.resolve(command.getFirst())),
                command.getFirst());
        var out = folder.resolve("out");
        var builder = new ProcessBuilder(command.getFirst().equals("coffer")
                ? joined(List.of(folder.resolve("coffer").toString()), command.subList(1, command.size())) : command);
        builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8", "PATH",
                folder + ":" + System.getenv("PATH")));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    private void program(String name, String script) throws IOException {
        file(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "));
    }

    private static List<String> joined(List<String> first, List<String> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
