package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.NewServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything a first owner does, from an empty database on, in every manner. */
@Tag("R1")
@Tag("R2")
@Tag("R11")
class FirstRunIT {
    private static final String SECRETS = "/projects/shop/secrets";
    private static final String KEY = "STRIPE_SECRET_KEY";
    private static final String PASSWORD = "correct horse battery";
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void from_an_empty_database_to_signing_in_again(Manner manner) {
        try (var server = NewServer.start(); var tab = browsers.open(server.url(), manner)) {
            setUp(tab, server.setupCode().strip());
            createProject(tab);
            addSecret(tab);
            editSecret(tab);
            restore(tab);
            deleteValues(tab);
            importFile(tab);
            filter(tab);
            account(tab);
            signOutAndIn(tab);
        }
    }

    private static void setUp(Tab tab, String code) {
        tab.visit("/").on("/setup");
        tab.look("set-up");
        tab.button("Create owner");
        tab.mistakes("Set-up code is required", "Organization name is required", "Your name is required",
                "Email is required", "Password is required");
        tab.look("set-up with mistakes");
        tab.press(".errors a");
        tab.focused("#code");
        tab.type("#code", "wrong");
        tab.type("#organization", "Example");
        tab.type("#name", "Ada");
        tab.type("#email", "ada@example.com");
        tab.type("#password", PASSWORD);
        tab.button("Create owner");
        tab.mistakes(
                "This is not the set-up code. The server printed it, and keeps it in setup-code in its data folder");
        assertThat(tab.at("#password")).hasValue("");
        tab.type("#code", code);
        tab.type("#password", PASSWORD);
        tab.button("Create owner");
        tab.on("/projects");
        tab.says("main h2", "No projects yet");
        tab.look("no projects");
    }

    private static void createProject(Tab tab) {
        tab.link("Create project");
        tab.on("/projects/new");
        tab.focused("#name");
        tab.button("Create project");
        tab.mistakes("Project name is required");
        tab.type("#name", "Shop");
        if (tab.script()) {
            tab.at("#name").blur();
            assertThat(tab.at("#slug")).hasValue("shop");
        }
        tab.button("Create project");
        tab.on("/projects/shop");
        tab.arrived("Project Shop created.");
        tab.look("a new project");
        tab.link("Secrets");
        tab.on(SECRETS);
        tab.says("main h2", "No secrets yet");
        tab.look("no secrets");
    }

    private static void addSecret(Tab tab) {
        openAdd(tab);
        tab.look("add");
        if (tab.script()) {
            tab.escape();
            tab.focused("#add-secret");
            openAdd(tab);
        }
        tab.button("Create secret");
        tab.mistakes("Secret key is required", "Secret value is required");
        tab.look("add with mistakes");
        tab.press(".errors a");
        tab.focused("#key");
        tab.type("#key", "1st key");
        tab.type("#value", "one");
        tab.button("Create secret");
        tab.mistakes("Use letters, digits and underscores, not starting with a digit");
        tab.type("#key", KEY);
        assertThat(tab.at("#value")).hasValue(tab.script() ? "one" : "");
        tab.type("#value", "one");
        tab.choose("#environments-preview");
        tab.choose("#environments-production");
        tab.type("#description", "Takes payments");
        tab.button("Create secret");
        tab.done("Secret " + KEY + " created.", edit("preview"));
        tab.look("the table");
        openAdd(tab);
        tab.type("#key", KEY);
        tab.type("#value", "two");
        tab.choose("#environments-production");
        tab.button("Create secret");
        tab.focused(".errors");
        assertThat(tab.at(".errors")).containsText(
                "A secret named STRIPE_SECRET_KEY already exists in Preview and Production. Edit it instead.");
        tab.look("add what is there");
        cancel(tab, "#add-secret");
    }

    private static void openAdd(Tab tab) {
        tab.press("#add-secret");
        if (!tab.script()) {
            tab.on(SECRETS + "/-/new");
        }
        tab.focused("#key");
    }

    private static void cancel(Tab tab, String opener) {
        if (tab.script()) {
            tab.button("Cancel");
            tab.focused(opener);
        } else {
            tab.link("Cancel");
            assertThat(tab.at(opener)).isVisible();
        }
    }

    private static void editSecret(Tab tab) {
        tab.press(edit("production"));
        tab.focused("#value");
        tab.look("edit");
        tab.button("Update secret");
        tab.mistakes("No changes to save");
        tab.look("edit without a change");
        tab.type("#value", "two");
        tab.button("Update secret");
        tab.done("Secret " + KEY + " updated. Whatever reads it gets the new value at its next start or read.",
                edit("production"));
        tab.link(KEY);
        tab.on(SECRETS + "/" + KEY);
        tab.says("h1", KEY);
        tab.look("details");
    }

    private static void restore(Tab tab) {
        tab.press("#restore-production-1");
        tab.asks("Restore version 1 of " + KEY + " in Production?");
        tab.look("restore");
        if (tab.script()) {
            tab.escape();
            tab.focused("#restore-production-1");
            tab.press("#restore-production-1");
            tab.asks("Restore version 1 of " + KEY + " in Production?");
        }
        tab.button("Restore");
        tab.done("Version 1 of " + KEY + " restored. Whatever reads it gets that value at its next start or read.",
                edit("production"));
        assertThat(tab.at("[aria-labelledby=versions-production] tbody tr")).hasCount(3);
        assertThat(tab.at("main")).containsText("Restored from version 1");
    }

    private static void deleteValues(Tab tab) {
        tab.link("All secrets");
        tab.on(SECRETS);
        tab.press("#delete-" + KEY + "-preview");
        tab.asks("Delete " + KEY + " in Preview?");
        tab.look("delete");
        if (tab.script()) {
            tab.escape();
            tab.focused("#delete-" + KEY + "-preview");
            tab.press("#delete-" + KEY + "-preview");
            tab.asks("Delete " + KEY + " in Preview?");
        }
        tab.button("Delete");
        tab.done("Secret " + KEY + " deleted in Preview.", "#secrets-title");
        assertThat(tab.at("#set-" + KEY + "-preview")).isVisible();
        tab.link(KEY);
        tab.on(SECRETS + "/" + KEY);
        tab.press("#delete-everywhere");
        tab.asks("Delete " + KEY + " everywhere?");
        tab.button("Delete");
        tab.on(SECRETS);
        tab.arrived("Secret " + KEY + " deleted.");
    }

    private static void importFile(Tab tab) {
        tab.press("#tab-actions a");
        tab.on(SECRETS + "/-/import");
        tab.look("import");
        tab.button("Show the plan");
        tab.focused(".errors");
        tab.type("#content", "# Where mail leaves\nMAIL_URL=smtp://mail\nQUERY_LIMIT=5\nEMPTY=\n");
        tab.choose("#mode-replace");
        tab.button("Show the plan");
        tab.says("h1", "What the import will do");
        if (tab.script()) {
            tab.focused("#plan-title");
        }
        tab.look("the plan");
        tab.button("Import 2 secrets");
        tab.on(SECRETS);
        tab.arrived("Imported 2 secrets: 2 added.");
    }

    private static void filter(Tab tab) {
        tab.type("#q", "QUERY");
        if (tab.script()) {
            assertThat(tab.at("#live")).hasText("1 secret shown");
            tab.focused("#q");
        } else {
            tab.button("Apply");
        }
        assertThat(tab.page()).hasURL(Pattern.compile(".*[?]q=QUERY.*"));
        assertThat(tab.at("#secrets tbody tr th")).hasText(new String[]{"QUERY_LIMIT", "QUERY_LIMIT"});
        tab.look("filtered");
    }

    private static void account(Tab tab) {
        tab.link("Ada");
        tab.on("/account");
        tab.look("account");
        tab.link("Change name");
        tab.on("/account/name");
        tab.type("#name", "Ada L.");
        tab.button("Save name");
        tab.on("/account");
        tab.arrived("Your name is changed.");
        tab.link("Create token");
        tab.on("/account/tokens/new");
        tab.button("Create token");
        tab.mistakes("Token name is required");
        tab.look("a token with mistakes");
        tab.type("#name", "laptop");
        tab.choose("#days-365");
        tab.button("Create token");
        tab.focused("#token-title");
        var token = tab.at("#token").inputValue();
        assertThat(token).startsWith("cof_p");
        tab.look("a token");
        tab.link("Done");
        tab.on("/account");
        assertThat(tab.page().content()).contains("laptop").doesNotContain(token);
        tab.link("Revoke laptop");
        tab.asks("Revoke laptop?");
        tab.look("revoke");
        tab.button("Revoke token");
        tab.on("/account");
        tab.arrived("Token laptop revoked.");
    }

    private static void signOutAndIn(Tab tab) {
        tab.expect("Clear-Site-Data header on .*"); // the browser says that it obeys
        tab.button("Sign out");
        tab.on("/sign-in");
        tab.look("sign-in");
        tab.type("#email", "ada@example.com");
        tab.type("#password", "wrong horse battery");
        tab.button("Sign in");
        tab.mistakes("Email or password is wrong");
        assertThat(tab.at("#email")).hasValue("ada@example.com");
        assertThat(tab.at("#password")).hasValue("");
        tab.look("sign-in with mistakes");
        tab.type("#password", PASSWORD);
        tab.button("Sign in");
        tab.on("/projects");
        assertThat(tab.at("main")).containsText("Shop");
    }

    private static String edit(String environment) {
        return "#edit-" + KEY + "-" + environment;
    }
}
