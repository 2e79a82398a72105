package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.client.CofferClient;
import dev.coffer.client.SecretValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R7")
class SecretsDeleteTest {
    @Test
    void what_a_deployment_lists_stays_and_the_way_to_its_page_is_said(@TempDir Path folder)
            throws InterruptedException {
        try (var server = TestServer.start(); var value = SecretValue.of("canary".toCharArray())) {
            server.cast.project("shop");
            var token = server.tokenOf(server.cast.alice);
            var alice = CofferClient.connect(server.url(), token);
            alice.secrets("shop").set("LISTED", value, "production");
            alice.deployments("shop").create("api", "production", "LISTED");

            var variables = Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", token, "COFFER_PROJECT", "shop");
            var args = List.of("secrets", "delete", "LISTED", "--yes");
            var refused = new Player(variables, folder).run(args, new byte[0], variables);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("api@production (" + server.url() + "/projects/shop/apps/api");
            assertThat(alice.secrets("shop").exists("LISTED")).isTrue();

            alice.deployments("shop").create("api", "production");
            assertThat(new Player(variables, folder).run(args, new byte[0], variables).err())
                    .isEqualTo("Deleted LISTED.\n");
        }
    }
}
