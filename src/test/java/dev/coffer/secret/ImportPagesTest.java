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
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Importing a file, as a browser without JavaScript and as HTMX. */
@Tag("R27")
class ImportPagesTest {
    private static final String CANARY = "kanarie<b>é7f3a";
    private static final Pattern ID = Pattern.compile("name=\"id\" value=\"([0-9a-f-]{36})\"");
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
    void theFormAsksForTheTextTheEnvironmentsAndWhatToReplace() {
        var page = alice.get(address());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1 id=\"import-title\">Import</h1>", "<textarea", "Read from", ">Preview<",
                ">Production<", "Add new keys only", "Replace values too");
        assertThat(checked(page)).containsExactly("environments-preview", "mode-add");
        assertThat(server.browser(server.cast.bob).get(address()).body()).contains(">Preview<")
                .doesNotContain(">Production<");
        assertThat(server.browser(server.cast.carol).get(address()).statusCode()).isEqualTo(403);
    }

    @Test
    void aPlanThenTheImportThenTheListSaysWhatWasDone() {
        var address = address();
        var plan = plan(alice, address, "# Calls Stripe\nA=" + CANARY + "\nno sign\nC=\nA=" + CANARY);
        assertThat(plan.statusCode()).isEqualTo(200);
        assertThat(plan.body()).contains("Nothing has changed yet", "1 to add, 1 without a value, 1 refused",
                "Import 1 secret", "The line has no equals sign", "this last value counts, not line 2");
        assertNoValue(plan);
        assertThat(alice.get(list(address)).body()).contains("No secrets yet");
        var done = alice.form(address, "step", "import", "id", id(plan));
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains(list(address));
        var list = alice.get(list(address));
        assertThat(list.body()).contains("Imported 1 secret: 1 added.", "id=\"edit-A-preview\"");
        assertNoValue(list);
    }

    @Test
    void htmxGetsThePlanInPlaceOfTheFormAndThenTheListWhole() {
        var address = address();
        var htmx = alice.htmx();
        var plan = plan(htmx, address, "A=1\nB=2");
        assertThat(plan.statusCode()).isEqualTo(200);
        assertThat(plan.body()).startsWith("<section id=\"import\"").contains("2 to add").doesNotContain("<html");
        assertThat(plan.headers().firstValue("HX-Retarget")).contains("#import");
        assertThat(plan.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("#plan-title", "Nothing has changed yet. 2 to add.");
        var done = htmx.form(address, "step", "import", "id", id(plan));
        assertThat(done.headers().firstValue("HX-Redirect")).contains(list(address));
        assertThat(alice.get(list(address)).body()).contains("Imported 2 secrets: 2 added.");
    }

    @Test
    void mistakesComeBackWithWhatWasChosenButWithoutTheText() {
        var address = address();
        for (var browser : List.of(alice, alice.htmx())) {
            var none = browser.form(address, "step", "plan", "content", "A=" + CANARY, "mode", "replace");
            assertThat(none.statusCode()).isEqualTo(422);
            assertThat(none.body()).contains("There is a problem", "Choose at least one environment");
            assertThat(checked(none)).containsExactly("mode-replace");
            assertNoValue(none);
            var empty = browser.form(address, "step", "plan", "content", " \r\n", "mode", "add", "environments",
                    "production");
            assertThat(empty.body()).contains("text is required", "Paste the file again");
            assertThat(checked(empty)).containsExactly("environments-production", "mode-add");
        }
        assertThat(plan(alice.htmx(), address, "").body()).startsWith("<div class=\"stack\" id=\"import-fields\"");
    }

    @Test
    void a101stKeyStoresNothingAndSaysTheLimit() {
        var address = address();
        var file = IntStream.range(0, 101).mapToObj(n -> "KEY_" + n + "=" + CANARY).collect(Collectors.joining("\n"));
        var refused = plan(alice, address, file);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("The file brings 101 new secrets, the project has 0 and may have 100");
        assertThat(refused.body()).contains("<title>Error: Import");
        assertNoValue(refused);
        assertThat(alice.get(list(address)).body()).contains("No secrets yet");
    }

    @Test
    void aPlanOfAnotherSessionOrTooOldOrMadeUpHasToBeMadeAgain() {
        var address = address();
        var id = id(plan(alice, address, "A=1"));
        for (var attempt : List.of(server.browser(server.cast.alice).form(address, "step", "import", "id", id),
                server.browser(server.cast.dave).form(address, "step", "import", "id", id),
                alice.form(address, "step", "import", "id", "1"), alice.form(address, "step", "import"))) {
            assertThat(attempt.statusCode()).isEqualTo(422);
            assertThat(attempt.body()).contains("The plan is older than ten minutes. Paste the file again",
                    "<textarea");
        }
        server.cast.database.transact(tx -> tx.update(STAGED_IMPORTS)
                .set(STAGED_IMPORTS.EXPIRES_AT, Instant.now().minusSeconds(1)).execute());
        var late = alice.htmx().form(address, "step", "import", "id", id);
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).startsWith("<section id=\"import\"").contains("older than ten minutes");
        assertThat(alice.get(list(address)).body()).contains("No secrets yet");
    }

    @Test
    void aPlanThatStoresNothingOffersNothing() {
        var plan = plan(alice, address(), "A=\n\n# B=1");
        assertThat(plan.body()).contains("There is nothing to import.", "1 without a value")
                .doesNotContain("name=\"id\"", "class=\"primary\"");
    }

    @Test
    void protectedEnvironmentsAreRefusedToDevelopers() {
        var address = address();
        var bob = server.browser(server.cast.bob);
        assertThat(plan(bob, address, "A=1").statusCode()).isEqualTo(403);
        var plan = bob.form(address, "step", "plan", "content", "A=1", "environments", "preview", "mode", "add");
        assertThat(bob.form(address, "step", "import", "id", id(plan)).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({"documenso, 34, 66", "laravel, 39, 4", "phase, 13, 10", "infisical, 8, 32"})
    void theFilesThatPublicProjectsPublishAreImported(String name, int added, int empty) throws IOException {
        var file = Path.of("../shared/data/dotenv").resolve(name + ".env");
        assumeTrue(Files.exists(file));
        var address = address();
        var plan = plan(alice, address, Files.readString(file).replace("\n", "\r\n"));
        assertThat(plan.body()).contains("%d to add, %d without a value".formatted(added, empty));
        assertThat(alice.form(address, "step", "import", "id", id(plan)).statusCode()).isEqualTo(303);
        assertThat(alice.get(list(address)).body())
                .contains("Imported %d secrets: %d added.".formatted(added, added));
    }

    private static String address() {
        var slug = "import-" + ++count;
        server.cast.project(slug);
        return "/projects/" + slug + "/secrets/-/import";
    }

    private static String list(String address) {
        return address.substring(0, address.indexOf("/-/"));
    }

    private static HttpResponse<String> plan(TestClient browser, String address, String text) {
        return browser.form(address, "step", "plan", "content", text, "environments", "preview", "environments",
                "production", "mode", "add");
    }

    private static String id(HttpResponse<String> plan) {
        var id = ID.matcher(plan.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static List<String> checked(HttpResponse<String> page) {
        return Pattern.compile("<input[^>]*>").matcher(page.body()).results().map(input -> input.group())
                .filter(input -> input.contains("checked"))
                .map(input -> input.replaceAll("(?s).* id=\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("kanarie", "7f3a");
        assertThat(answer.headers().map().toString()).doesNotContain("kanarie", "7f3a");
    }
}
