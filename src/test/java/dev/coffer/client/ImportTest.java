package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.access.Role;
import dev.coffer.client.SecretImport.Format;
import dev.coffer.client.SecretImport.Mode;
import dev.coffer.secret.StoredValues;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R28")
class ImportTest {
    @Test
    void a_file_is_planned_then_stored_and_a_version_is_brought_back() throws InterruptedException {
        try (var server = TestServer.start()) {
            var shop = server.cast.project("shop");
            var secrets = CofferClient.connect(URI.create(server.url()),
                    server.cast.pipelineTokenOf(server.cast.alice, "shop", Role.ADMIN)).secrets("shop");
            try (var text = SecretValue.of("ONE=canary \"1\"\nTWO='two\nlines'\nNOT GOOD\n".toCharArray())) {
                var file = new SecretImport(Format.DOTENV, text, List.of("preview"), Mode.ADD);
                var plan = secrets.planImport(file);
                assertThat(plan.stored()).isEqualTo(2);
                assertThat(plan.count("refused")).isEqualTo(1);
                assertThat(plan.toString()).doesNotContain("canary");
                assertThat(secrets.list()).isEmpty();
                assertThat(secrets.runImport(file)).isEqualTo(plan);
            }
            var stored = new StoredValues(server.cast, shop);
            assertThat(stored.of("TWO", "preview")).isEqualTo("two\nlines");

            try (var text = SecretValue.of("{\"ONE\": \"other\"}".toCharArray())) {
                secrets.runImport(new SecretImport(Format.JSON, text, List.of("preview"), Mode.REPLACE));
            }
            assertThat(stored.of("ONE", "preview")).isEqualTo("other");
            assertThat(secrets.history("ONE", "preview")).extracting(SecretVersion::number).containsExactly(2, 1);
            secrets.restore("ONE", "preview", 1);
            assertThat(stored.of("ONE", "preview")).isEqualTo("canary \"1\"");
            assertThat(secrets.history("ONE", "preview").getFirst()).matches(SecretVersion::current)
                    .matches(each -> each.restoredFrom().getAsInt() == 1);

            var asked = new SecretQuery("two", "preview", "configured", "", "project");
            assertThat(secrets.list(asked)).extracting(SecretInfo::key).containsExactly("TWO");
        }
    }
}
