package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

@Tag("R18")
@Tag("R28")
class DeploymentsTest {
    private static TestServer server;
    private static CofferClient alice;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = CofferClient.connect(server.url(), server.tokenOf(server.cast.alice));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_project_is_made_and_found() throws InterruptedException {
        assertThat(alice.projects().create("shop", "Shop")).isEqualTo(new Project("shop", "Shop", "owner"));
        assertThat(alice.projects().list()).extracting(Project::slug).contains("shop");
        assertThat(alice.projects().get("shop").name()).isEqualTo("Shop");
        var outsider = CofferClient.connect(server.url(), server.tokenOf(server.cast.mallory));
        assertThatExceptionOfType(CofferException.class).isThrownBy(() -> outsider.projects().get("shop"))
                .matches(e -> e.status() == 404);
        assertThatExceptionOfType(CofferException.class).isThrownBy(() -> alice.projects().create("shop", "Shop"))
                .matches(e -> e.status() == 409 || e.status() == 422);
    }

    @Test
    void a_deployment_reads_what_is_on_its_list_until_its_token_is_revoked() throws InterruptedException {
        server.cast.project("listed");
        var deployments = alice.deployments("listed");
        try (var one = SecretValue.of("canary-1".toCharArray()); var two = SecretValue.of("canary-2".toCharArray())) {
            alice.secrets("listed").set("ONE", one, "production");
            alice.secrets("listed").set("TWO", two, "production");
        }
        assertThat(deployments.create("bot", "production", "ONE"))
                .isEqualTo(new Deployment("bot", "production", true, List.of("ONE")));
        var token = deployments.createToken("bot", "production", "first");
        assertThat(token.secret()).startsWith("cof_d");
        assertThat(token.toString()).doesNotContain(token.secret());

        var bot = CofferClient.connect(server.url(), token.secret());
        assertThat(bot.me().scope().app()).contains("bot");
        try (var read = bot.runtime().read()) {
            assertThat(read).containsOnlyKeys("ONE");
        }
        assertThat(deployments.create("bot", "production")).matches(each -> !each.listed());
        try (var read = bot.runtime().read()) {
            assertThat(read).containsOnlyKeys("ONE", "TWO");
        }
        assertThat(deployments.list()).containsExactly(new Deployment("bot", "production", false, List.of()));
        assertThat(deployments.get("bot", "production").environment()).isEqualTo("production");
        assertThat(deployments.tokens("bot", "production")).extracting(DeploymentToken::name, DeploymentToken::secret)
                .containsExactly(tuple("first", ""));

        deployments.revokeToken("bot", "production", token.id());
        assertThatExceptionOfType(CofferException.class).isThrownBy(() -> bot.runtime().read())
                .matches(e -> e.status() == 401);
        deployments.delete("bot", "production");
        assertThat(deployments.list()).isEmpty();
    }

    @Test
    void who_may_not_and_what_is_not_there_is_told() {
        server.cast.project("closed");
        var developer = CofferClient.connect(server.url(),
                server.cast.pipelineTokenOf(server.cast.alice, "closed", Role.DEVELOPER));
        assertThatExceptionOfType(CofferException.class)
                .isThrownBy(() -> developer.deployments("closed").create("bot", "production"))
                .matches(e -> e.status() == 403);
        assertThatExceptionOfType(CofferException.class)
                .isThrownBy(() -> alice.deployments("closed").create("bot", "nowhere"))
                .matches(e -> e.status() == 404 || e.status() == 422);
        assertThatExceptionOfType(CofferException.class)
                .isThrownBy(() -> alice.deployments("nothing").create("bot", "production"))
                .matches(e -> e.status() == 404);
    }

    /** As somebody's own program would: with the client's jars alone, in a process of its own. */
    @Test
    void a_program_of_somebody_else_s_is_compiled_against_it_and_runs(@TempDir Path folder) throws Exception {
        server.cast.project("users");
        var source = Files.writeString(folder.resolve("Users.java"), """
                import dev.coffer.client.CofferClient;
                import dev.coffer.client.CofferException;
                import dev.coffer.client.Requirement;
                import dev.coffer.client.SecretValue;
                import java.util.List;

                public class Users {
                    public static void main(String[] args) throws InterruptedException {
                        var coffer = CofferClient.connect(args[0], System.getenv("COFFER_TOKEN"));
                        var secrets = coffer.secrets("users");
                        try (var value = SecretValue.of("canary".toCharArray())) {
                            secrets.set("API_KEY", value, "preview", "production");
                        }
                        secrets.list().forEach(each -> System.out.println(each.key() + " " + each.configured()));
                        System.out.println(secrets.exists("API_KEY") + " " + secrets.exists("OTHER"));
                        coffer.requirements("users").declare("app", List.of(Requirement.of("API_KEY"), Requirement.of("URL")));
                        System.out.println(coffer.readiness("users", "production").missing().getFirst().key());
                        System.out.println(coffer.deployments("users").create("api", "production", "API_KEY").secrets());
                        var token = coffer.deployments("users").createToken("api", "production", "host").secret();
                        try (var read = CofferClient.connect(args[0], token).runtime().read()) {
                            System.out.println(read);
                        }
                        try {
                            coffer.publications("users").publish("1", "production");
                        } catch (CofferException e) {
                            System.out.println(e.status() + " " + e.problem().missing().size());
                        }
                        coffer.deployments("users").delete("api", "production");
                        secrets.delete("API_KEY");
                        System.out.println(secrets.list());
                    }
                }
                """);
        var path = Stream.of(CofferClient.class, JsonMapper.class, JsonFactory.class, JsonInclude.class)
                .map(DeploymentsTest::place).collect(Collectors.joining(File.pathSeparator));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-Xlint:all", "-Werror", "-proc:none",
                "-cp", path, "-d", folder.toString(), source.toString())).isZero();
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                path + File.pathSeparator + folder, "Users", server.url()).redirectErrorStream(true);
        builder.environment().put("COFFER_TOKEN", server.tokenOf(server.cast.alice));

        assertThat(output(builder.start())).isEqualTo("""
                API_KEY [preview, production]
                true false
                URL
                [API_KEY]
                {API_KEY=[secret]}
                409 1
                []
                """);
    }

    private static String output(Process child) throws IOException {
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String place(Class<?> one) {
        return Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
