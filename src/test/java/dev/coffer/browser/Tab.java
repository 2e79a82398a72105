package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in somebody's browser, used in one {@link Manner}. While a dialog is open, buttons, links and fields are
 * looked for in it alone. Closing it fails when the browser complained about something that the test did not expect, or
 * when something that was looked at has a fault.
 */
public final class Tab implements AutoCloseable {
    private static final int MOST_STOPS = 120;
    private static final Pattern REFUSED =
            Pattern.compile("Failed to load resource: the server responded with a status of (403|404|409|422) .*");
    /** Advice of Chromium's for a form with several password fields. */
    private static final Pattern SEVERAL =
            Pattern.compile("\\[DOM] Multiple forms should be contained in their own .*");

    private final Page page;
    private final String url;
    private final Manner manner;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>(List.of(REFUSED, SEVERAL));

    Tab(Page page, String url, Manner manner) {
        this.page = page;
        this.url = url;
        this.manner = manner;
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.addInitScript("document.addEventListener('securitypolicyviolation',"
                + " e => console.error(`${e.violatedDirective} refused ${e.blockedURI} ${e.sample}`))");
    }

    public Page page() {
        return page;
    }

    public boolean script() {
        return manner.script();
    }

    /** Not only a refusal: a test that takes the server or the session away hears of it here too. */
    public void expect(String complaint) {
        expected.add(Pattern.compile(complaint));
    }

    public Tab visit(String path) {
        page.navigate(url + path);
        return this;
    }

    /** Waits until the address is this. */
    public Tab on(String path) {
        assertThat(page).hasURL(url + path);
        return this;
    }

    public Locator at(String selector) {
        return page.locator(selector);
    }

    public void button(String name) {
        press(scope().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true)));
    }

    /** The first of this name: a table may name its key in each row. */
    public void link(String name) {
        press(scope().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true)).first());
    }

    /** Clicks, or goes there by Tab and presses Enter. */
    public void press(String selector) {
        press(at(selector).first());
    }

    public void escape() {
        page.keyboard().press("Escape");
    }

    /** Replaces what a field holds. */
    public void type(String selector, String text) {
        var field = at(selector);
        if (manner.keys()) {
            reach(field);
            page.keyboard().press("Control+a");
            page.keyboard().press("Delete");
            page.keyboard().type(text);
            assertThat(field).hasValue(text);
        } else {
            field.fill(text);
        }
    }

    /** Chooses from a list, by clicking or by typing the words of what is wanted. */
    public void select(String selector, String words) {
        var list = at(selector);
        if (manner.keys()) {
            reach(list);
            page.keyboard().type(words);
        } else {
            list.focus();
            list.selectOption(new SelectOption().setLabel(words));
        }
        assertThat(list.locator("option:checked")).hasText(words);
    }

    /** Ticks a box, or chooses one of several. */
    public void choose(String selector) {
        var choice = at(selector);
        if (!manner.keys()) {
            choice.check();
        } else if ("radio".equals(choice.getAttribute("type"))) {
            var group = "input[name='%s']".formatted(choice.getAttribute("name"));
            if (at(group + ":checked").count() == 0) {
                reach(at(group).first());
                page.keyboard().press("Space");
            } else {
                reach(at(group + ":checked"));
            }
            for (int i = 0; i < MOST_STOPS && !choice.isChecked(); i++) {
                page.keyboard().press("ArrowDown");
            }
        } else if (!choice.isChecked()) {
            reach(choice);
            page.keyboard().press("Space");
        }
        assertThat(choice).isChecked();
    }

    /** What there is has the focus. */
    public void focused(String selector) {
        assertThat(at(selector)).isFocused();
    }

    public void says(String selector, String text) {
        assertThat(at(selector).first()).hasText(text);
    }

    /** A mistake: the summary has the focus and these lines, and nothing else stands there. */
    public void mistakes(String... lines) {
        assertThat(at(".errors li")).hasText(lines);
        focused(".errors");
    }

    /** A dialog or, without script, a page that asks before something is done. */
    public void asks(String question) {
        if (script()) {
            says("#dialog[open] h2", question);
            assertThat(scope().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel")))
                    .isFocused();
        } else {
            says("h1", question);
        }
    }

    /** It is done: announced, with the focus where one goes on; or on the next page, which begins with the message. */
    public void done(String message, String focus) {
        if (script()) {
            focused(focus);
            assertThat(at("#dialog")).hasCount(0);
            says("#live", message);
        } else {
            arrived(message);
        }
    }

    /** A page that begins with a message. */
    public void arrived(String message) {
        says("#flash", message);
        focused(".note.ok");
    }

    /** Asks axe about the page as it is, light and dark, wide and narrow, and whether it scrolls sideways. */
    public void look(String what) {
        if (manner.looks()) {
            faults.addAll(Look.at(page, what));
        }
    }

    @Override
    public void close() {
        page.context().close();
        assertThat(Stream.concat(faults.stream(), complaints.stream().filter(
                said -> expected.stream().noneMatch(each -> each.matcher(said).matches())))).isEmpty();
    }

    private Locator scope() {
        var dialog = at("#dialog[open]");
        return dialog.count() == 1 ? dialog : at("body");
    }

    private void press(Locator target) {
        if (manner.keys()) {
            reach(target);
            page.keyboard().press("Enter");
        } else {
            // What says that it is unavailable can be pressed all the same, and then says why.
            target.click(new Locator.ClickOptions().setForce("true".equals(target.getAttribute("aria-disabled"))));
        }
    }

    /** By Tab, or by Shift and Tab where it comes earlier. */
    private void reach(Locator target) {
        target.waitFor();
        var direction = Boolean.TRUE.equals(target.evaluate("""
                e => document.activeElement !== document.body
                  && (e.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) > 0"""))
                ? "Shift+Tab" : "Tab";
        for (int i = 0; i < MOST_STOPS && !has(target); i++) {
            page.keyboard().press(direction);
        }
        assertThat(target).isFocused();
    }

    private static boolean has(Locator target) {
        return Boolean.TRUE.equals(target.evaluate("e => e === document.activeElement"));
    }
}
