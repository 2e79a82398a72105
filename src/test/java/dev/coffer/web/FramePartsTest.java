package dev.coffer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.Context;

/** The frame and the parts of forms, as a screen gets them. */
class FramePartsTest {
    private static final Site OUTSIDE = new Site("/static/1/app.css", "/static/1/app.js", "/static/1/htmx.js",
            "/static/1/icons.svg", null, null, null, List.of());
    private static final Site PROJECT = new Site("/static/1/app.css", "/static/1/app.js", "/static/1/htmx.js",
            "/static/1/icons.svg", new Site.Person("Ana <b>", "ana@example.org", false),
            new Site.Project("acme", "Acme & Co",
                    () -> new Site.State(false, "/projects/acme/secrets/-/new?key=A",
                            "/projects/acme/publications/new")),
            "Secret created.", List.of(new Site.Section("Project",
                    List.of(new Site.Item("Secrets", "/projects/acme/secrets", true),
                            new Site.Item("Environments", "/projects/acme/environments", false)))));

    /** A screen with every part of a form. */
    public record Screen(Errors errors, boolean several) implements Page {
        @Override
        public String template() {
            return "parts";
        }

        @Override
        public String title() {
            return "Add secret";
        }

        @Override
        public String section() {
            return "Secrets";
        }

        @Override
        public boolean failed() {
            return !errors.isEmpty();
        }

        public String key() {
            return "A\"><script>";
        }

        public List<Choice> environments() {
            return List.of(Choice.of("preview", "Preview", false),
                    new Choice("production", "Production", "What people use.", true));
        }
    }

    @Test
    @Tag("R1")
    void a_project_s_page_has_its_name_the_gear_and_the_settings() {
        var html = html(new Screen(Errors.none(), false), PROJECT);
        assertThat(html).startsWith("<!DOCTYPE html>")
                .contains("<title>Add secret · Acme &amp; Co · Coffer</title>")
                .contains("<a href=\"/projects/acme\">Acme &amp; Co</a>")
                .contains("href=\"/projects/acme/secrets\" aria-label=\"Project settings\"")
                .contains("href=\"/projects/acme/secrets/-/new?key=A\"", "Configuration required</a>",
                        "href=\"/projects/acme/publications/new\">Publish</a>")
                .contains("<nav class=\"side\" aria-label=\"Project settings\">")
                .contains("<a href=\"/projects/acme/secrets\" aria-current=\"page\">Secrets</a>")
                .contains("<a href=\"/projects/acme/environments\">Environments</a>")
                .contains("Ana &lt;b&gt;").contains(">Sign out</button>").contains("Secret created.")
                .doesNotContain("th:", "<dialog", "parser");
    }

    @Test
    void a_signed_out_page_has_no_person_no_project_and_no_navigation() {
        var html = html(new ErrorPage(404, "Nothing here", "Go back.", "/projects", "All projects", null), OUTSIDE);
        assertThat(html).contains("<title>Nothing here · Coffer</title>")
                .contains("<body hx-history=\"false\" class=\"outside\">")
                .contains("<h1>Nothing here</h1>").contains("href=\"/help\"")
                .doesNotContain("Sign out", "<nav", "Publish", "Reference");
    }

    @Test
    void mistakes_stand_in_the_title_the_summary_and_at_their_field_with_the_hint_first() {
        var html = html(new Screen(Errors.of("key", "Secret key is required").and("value", "Secret value is required"),
                false), PROJECT);
        assertThat(html).contains("<title>Error: Add secret").contains("<a href=\"#key\">Secret key is required</a>")
                .contains("aria-describedby=\"key-hint key-error\"").contains("aria-invalid=\"true\"")
                .contains(
                        "<p class=\"error\" id=\"value-error\"><span class=\"vh\">Error: </span>Secret value is required</p>")
                .doesNotContain("Secret created."); // one thing takes the focus
    }

    @Test
    @Tag("R8")
    void a_secret_s_field_is_masked_stays_empty_and_keeps_password_managers_silent() {
        var one = html(new Screen(Errors.none(), false), PROJECT);
        assertThat(one).containsPattern("<input type=\"password\"[^>]*id=\"value\"[^>]*autocomplete=\"one-time-code\"")
                .containsPattern("<button type=\"button\" data-js hidden data-reveal=\"value\" data-what=\"value\"")
                .contains("href=\"?lines=several\"").doesNotContain("value=\"\" data-secret");
        assertThat(html(new Screen(Errors.none(), true), PROJECT))
                .containsPattern("<textarea class=\"masked\"[^>]*id=\"value\"[^>]*data-secret");
    }

    @Test
    void text_from_outside_stays_text_and_choices_keep_what_was_chosen() {
        assertThat(html(new Screen(Errors.none(), false), PROJECT)).contains("value=\"A&quot;&gt;&lt;script&gt;\"")
                .containsPattern("id=\"environments-production\"[^>]*checked")
                .contains("aria-describedby=\"environments-production-hint\"").doesNotContain("<script>");
    }

    @Test
    void an_error_in_the_middle_of_a_page_is_a_dialog() {
        var model =
                new Context(Locale.ROOT, Map.of("page", new ErrorPage(403, "You can't do that here", "Ask an owner.",
                        "/projects", "All projects", "7f3a"), "site", PROJECT));
        assertThat(Ui.engine().process("error", Set.of("dialog"), model).strip()).startsWith("<dialog id=\"dialog\"")
                .contains("Ask an owner.", "7f3a", "data-close autofocus").doesNotContain("<html", "<h1");
    }

    private static String html(Page page, Site site) {
        return Ui.engine().process(page.template(), new Context(Locale.ROOT, Map.of("page", page, "site", site)));
    }
}
