package dev.coffer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** What can be seen to be wrong with a page: by axe, by its width, by a walk along what Tab reaches. */
final class Look {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final int MOST_STOPS = 120;

    private Look() {}

    /** What is wrong with a page as it is, light and dark, wide and narrow. */
    static List<String> at(Page page, String what) {
        var before = page.viewportSize();
        var faults = new ArrayList<String>();
        for (var scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : List.of(360, 1280)) {
                page.setViewportSize(width, 800);
                violations(page).forEach(fault -> faults.add("%s, %s, %d wide: %s".formatted(what, scheme, width,
                        fault)));
            }
        }
        page.setViewportSize(320, 800);
        spacing(page, true); // WCAG 2.2, 1.4.10 and 1.4.12
        tooWide(page).forEach(part -> faults.add(what + ", too wide for 320 with spaced text: " + part));
        spacing(page, false);
        page.setViewportSize(before.width, before.height);
        return faults;
    }

    /** Every stop of Tab has an outline and isn't covered (WCAG 2.2, 2.4.7 and 2.4.11). How many there are. */
    static int walk(Page page, String what) {
        page.setViewportSize(1280, 500);
        var bad = new ArrayList<String>();
        int stops = 0;
        for (var stop = stop(page); !stop.equals("end") && stops < MOST_STOPS; stop = stop(page)) {
            stops++;
            if (!stop.equals("ok")) {
                bad.add(stop);
            }
        }
        assertThat(bad).as(what).isEmpty();
        return stops;
    }

    private static String stop(Page page) {
        page.keyboard().press("Tab");
        return (String) page.evaluate("""
                () => {
                  const e = document.activeElement;
                  if (!e || e === document.body) return 'end';
                  // A hidden file input is seen through its label.
                  const seen = e.type === 'file' ? e.closest('label') : e;
                  const b = seen.getBoundingClientRect();
                  const hit = [[.5, .5], [.05, .5], [.95, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
                    const t = document.elementFromPoint(b.left + b.width * x, b.top + b.height * y);
                    return t && (seen === t || seen.contains(t) || t.contains(seen)); });
                  const o = getComputedStyle(seen);
                  const outlined = parseFloat(o.outlineWidth) >= 2 && o.outlineStyle !== 'none';
                  return hit && outlined ? 'ok'
                    : `${hit ? 'no outline' : 'covered'}: ${e.outerHTML.slice(0, 120)}`;
                }""");
    }

    private static List<String> violations(Page page) {
        return new AxeBuilder(page).setLegacyMode(true).withTags(RULES).analyze().getViolations().stream()
                .map(Look::told).toList();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().stream().map(CheckedNode::getHtml).toList();
    }

    /** What reaches beyond the window's edge, if anything makes the page scroll sideways. */
    @SuppressWarnings("unchecked")
    private static List<String> tooWide(Page page) {
        return (List<String>) page.evaluate("""
                () => document.documentElement.scrollWidth <= innerWidth ? [] : ['the page',
                  ...[...document.querySelectorAll('main *, header *, dialog *')]
                    .filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.vh'))
                    .map(e => e.outerHTML.slice(0, 120))]""");
    }

    private static void spacing(Page page, boolean on) {
        page.evaluate("""
                on => {
                  const sheet = new CSSStyleSheet();
                  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
                    + ' word-spacing: .16em !important } p { margin-bottom: 2em !important }');
                  document.adoptedStyleSheets = on ? [sheet] : [];
                }""", on);
    }
}
