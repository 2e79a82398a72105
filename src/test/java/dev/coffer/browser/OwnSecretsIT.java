package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.coffer.TestServer;
import dev.coffer.secret.SomeApps;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A secret that is one app's own, beside the project's of the same key, in every manner. */
@Tag("R3")
@Tag("R17")
class OwnSecretsIT {
    private static final String KEY = "DATABASE_URL";
    private static TestServer server;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void an_app_has_a_value_of_its_own(Manner manner) {
        var slug = "own-" + manner.name().toLowerCase(Locale.ROOT).replace('_', '-');
        SomeApps.add(server.cast.database, server.cast.project(slug), "api", "web");
        var secrets = "/projects/" + slug + "/secrets";
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            add(tab, secrets, "All apps");
            tab.done("Secret DATABASE_URL created.", "#edit-DATABASE_URL-preview");
            add(tab, secrets, "Only The api (api)");
            tab.done("Secret DATABASE_URL of api created.", "#edit-DATABASE_URL-preview_api");
            assertThat(row(tab, "edit-DATABASE_URL-preview_api")).containsText("Hides the project's value");
            assertThat(row(tab, "edit-DATABASE_URL-preview")).containsText("Hidden for api");
            tab.look("what hides what");
            itIsThereAlready(tab, secrets);
            edit(tab, secrets);
            delete(tab, secrets);
        }
    }

    private static void add(Tab tab, String secrets, String scope) {
        tab.visit(secrets).press(tab.at("#add-first").count() == 1 ? "#add-first" : "#add-secret");
        tab.focused("#key");
        tab.type("#key", KEY);
        tab.type("#value", "kanarie-of-" + scope.length());
        tab.select("#app", scope);
        tab.look("adding for " + scope);
        tab.button("Create secret");
    }

    private static void itIsThereAlready(Tab tab, String secrets) {
        add(tab, secrets, "Only The api (api)");
        assertThat(tab.at(".errors")).containsText("A secret named DATABASE_URL of api already exists in Preview");
        assertThat(tab.at("#app option:checked")).hasText("Only The api (api)");
        tab.look("an app's own that is there already");
        tab.link("Edit DATABASE_URL");
        assertThat(tab.at(tab.script() ? "#dialog" : "main")).containsText("Own value of api");
    }

    private static void edit(Tab tab, String secrets) {
        tab.visit(secrets + "/DATABASE_URL?app=api");
        assertThat(tab.at("h1")).hasText("DATABASE_URL of api");
        tab.look("an app's own");
        tab.press("#edit-DATABASE_URL-preview_api");
        tab.type("#value", "kanarie-again");
        tab.look("editing an app's own");
        tab.button("Update secret");
        tab.done("Secret DATABASE_URL of api updated. Whatever reads it gets the new value at its next start or read.",
                "#edit-DATABASE_URL-preview_api");
        assertThat(tab.at("#secret")).containsText("Version 2");
        tab.link("The project's value");
        tab.on(secrets + "/DATABASE_URL");
        assertThat(tab.at("#secret")).not().containsText("Version 2");
        assertThat(tab.at("#secret")).containsText("Own value of api");
        tab.look("the project's beside it");
    }

    private static void delete(Tab tab, String secrets) {
        tab.visit(secrets + "?app=api");
        assertThat(tab.at("#delete-DATABASE_URL-preview")).hasCount(0);
        tab.press("#delete-DATABASE_URL-preview_api");
        tab.asks("Delete DATABASE_URL of api in Preview?");
        assertThat(tab.at(tab.script() ? "#dialog" : "main"))
                .containsText("The project's value takes its place for api in Preview.");
        tab.look("deleting an app's own");
        tab.button("Delete");
        assertThat(tab.at("#secrets")).containsText("No secret matches the filter.");
        tab.visit(secrets);
        assertThat(tab.at("#edit-DATABASE_URL-preview")).isVisible();
        assertThat(tab.at("main")).not().containsText("of api");
    }

    private static Locator row(Tab tab, String id) {
        return tab.at("tr").filter(new Locator.FilterOptions().setHas(tab.at("[id='%s']".formatted(id))));
    }
}
