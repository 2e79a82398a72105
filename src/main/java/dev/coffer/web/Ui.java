package dev.coffer.web;

import dev.coffer.access.Access;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers browsers: a whole page, or for HTMX the one region of it that changes. A fragment's name is its element's id.
 * The only class that reads or writes {@code HX-*} headers.
 */
public final class Ui {
    private static final JsonMapper ASCII = JsonMapper
            .builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()).build();

    private final TemplateEngine engine;
    private final Assets assets;
    private final Flashes flashes;
    private final States states;

    /** The one-time message of a session, shown by the next page. */
    public interface Flashes {
        void put(UUID sessionId, String text);

        void clear(UUID sessionId);
    }

    /** The state of a project, for the frame around its pages. */
    @FunctionalInterface
    public interface States {
        Site.State of(Access access);
    }

    /**
     * What follows a change: where a browser without JavaScript goes, and what one with it swaps, focuses and says.
     *
     * @param href   the page that shows what changed
     * @param region the fragment, and id, of that page which changed
     * @param focus  a CSS selector
     * @param say    what the live region says, and the flash message without JavaScript
     */
    public record Done(String href, String region, String focus, String say) {}

    public Ui(Assets assets, Flashes flashes, States states) {
        this.assets = assets;
        this.flashes = flashes;
        this.states = states;
        this.engine = engine();
    }

    /** The whole page. */
    public void page(Context ctx, Page page) {
        html(ctx, render(ctx, page, Set.of()));
    }

    /** For HTMX the named fragment of the page, else all of it. */
    public void fragment(Context ctx, Page page, String name) {
        html(ctx, render(ctx, page, isHtmx(ctx) ? Set.of(name) : Set.of()));
    }

    /** What went wrong: a page, or for HTMX a dialog, whatever region it asked for. */
    void error(Context ctx, ErrorPage page) {
        if (isHtmx(ctx)) {
            retarget(ctx, "dialog-slot", "dialog", "innerHTML");
        }
        fragment(ctx, page, "dialog");
    }

    /** After a change: the changed region for HTMX, else 303 to the page, with the message as its flash. */
    public void changed(Context ctx, Page page, Done done) {
        if (!isHtmx(ctx)) {
            go(ctx, done.href(), done.say());
            return;
        }
        retarget(ctx, done.region(), done.region(), "outerHTML");
        ctx.header("HX-Trigger-After-Settle", ASCII.writeValueAsString(
                Map.of("ui:done", Map.of("focus", done.focus(), "say", done.say()))));
        html(ctx, render(ctx, page, Set.of(done.region())));
    }

    /** 303 to another page, which shows the message once. HTMX is told to load that page whole. */
    public void go(Context ctx, String href, String flash) {
        Entry.personIfKnown(ctx).ifPresent(known -> flashes.put(known.person().sessionId(), flash));
        go(ctx, href);
    }

    /** 303 to another page. */
    public void go(Context ctx, String href) {
        if (isHtmx(ctx)) {
            ctx.status(HttpStatus.OK).header("HX-Redirect", href);
        } else {
            ctx.redirect(href, HttpStatus.SEE_OTHER);
        }
    }

    /** Whether HTMX asks, and a region is enough. */
    public boolean isHtmx(Context ctx) {
        return "true".equals(ctx.header("HX-Request"));
    }

    private static void retarget(Context ctx, String target, String selected, String swap) {
        ctx.header("HX-Retarget", "#" + target).header("HX-Reselect", "#" + selected).header("HX-Reswap", swap);
    }

    private void html(Context ctx, byte[] html) {
        ctx.header("Vary", "HX-Request").contentType("text/html; charset=utf-8").result(html);
    }

    private byte[] render(Context ctx, Page page, Set<String> fragments) {
        var model = new org.thymeleaf.context.Context(Locale.ROOT,
                Map.of("page", page, "site", site(ctx, page, fragments.isEmpty())));
        var html = new HtmlBuffer();
        engine.process(page.template(), fragments, model, html);
        return html.toBytes();
    }

    private Site site(Context ctx, Page page, boolean whole) {
        var known = Entry.personIfKnown(ctx);
        var access = Entry.projectIfEntered(ctx);
        var flash = known.map(Identity.SignedIn::flash).orElse(null);
        if (whole && flash != null) {
            flashes.clear(known.get().person().sessionId());
        }
        var person = known.map(k -> k.person().user())
                .map(user -> new Site.Person(user.name(), user.email(), user.ownsOrganization()));
        var project = access.map(to -> new Site.Project(to.project().slug(), to.project().name(),
                once(() -> states.of(to))));
        return new Site(assets.address("app.css"), assets.address("app.js"), assets.address("htmx.js"),
                assets.address("icons.svg"), person.orElse(null), project.orElse(null), whole ? flash : null,
                access.map(a -> Site.navigation(a, page.section())).orElse(List.of()));
    }

    /** Asks at the first use, and never again. */
    private static <T> Supplier<T> once(Supplier<T> of) {
        var kept = new AtomicReference<T>();
        return () -> kept.updateAndGet(known -> known == null ? of.get() : known);
    }

    static TemplateEngine engine() {
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        var dialect = new StandardDialect();
        dialect.setVariableExpressionEvaluator(new PathExpressions());
        var engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setDialect(dialect);
        return engine;
    }
}
