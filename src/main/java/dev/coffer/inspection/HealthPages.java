package dev.coffer.inspection;

import dev.coffer.access.NotFound;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/** The health of a project's secrets for browsers. */
public final class HealthPages {
    private static final int MOST_DIGITS = 6;

    private final Inspections inspections;
    private final InstantSource clock;
    private final Entry entry;
    private final Ui ui;

    public HealthPages(Inspections inspections, InstantSource clock, Entry entry, Ui ui) {
        this.inspections = inspections;
        this.clock = clock;
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        ui.page(ctx, page(ctx, null));
    }

    public void accept(Context ctx) {
        var which = which(ctx);
        said(ctx, which, inspections.accept(entry.project(ctx), which), "is fine");
    }

    public void bringBack(Context ctx) {
        var which = which(ctx);
        said(ctx, which, inspections.bringBack(entry.project(ctx), which), "is a hint again");
    }

    public void rotate(Context ctx) {
        var access = entry.project(ctx);
        String typed;
        try (var form = Form.of(ctx)) {
            typed = form.text("days");
        }
        switch (inspections.rotate(access, days(typed))) {
            case Result.Ok<OptionalInt>(var days) -> ui.go(ctx, HealthPage.href(access), days.isPresent()
                    ? "A value is old after %,d days.".formatted(days.getAsInt()) : "No value is too old any more.");
            case Result.Invalid<OptionalInt>(var errors) -> ui.page(ctx.status(422), new HealthPage(access,
                    inspections.report(access), clock.instant(), new HealthPage.Rotation(typed, errors), null));
            case Result.Conflict<OptionalInt> _ -> throw new IllegalStateException("any age can be set");
        }
    }

    private void said(Context ctx, Inspections.Which which, Result<List<Hint>> result, String done) {
        var say = switch (result) {
            case Result.Ok<List<Hint>>(var hints) when !hints.isEmpty() ->
                "%s: “%s” %s.".formatted(which.named().told(),
                        hints.getFirst().text(), done);
            case Result.Ok<List<Hint>> _ -> "There is no such hint any more.";
            case Result.Conflict<List<Hint>>(var clash) -> clash.message() + ".";
            case Result.Invalid<List<Hint>> _ -> throw new IllegalStateException("this takes no input");
        };
        ui.changed(ctx, page(ctx, say),
                new Ui.Done(HealthPage.href(entry.project(ctx)), "health", "#health-title", say));
    }

    private HealthPage page(Context ctx, String note) {
        var access = entry.project(ctx);
        var report = inspections.report(access);
        return new HealthPage(access, report, clock.instant(), HealthPage.Rotation.of(report), note);
    }

    private static Inspections.Which which(Context ctx) {
        try (var form = Form.of(ctx)) {
            return new Inspections.Which(new ScopedKey(form.text("key"), form.text("app")),
                    Finding.of(form.text("kind")).orElseThrow(NotFound::new),
                    form.all("environment"));
        }
    }

    /** What is no number is none that can be set. */
    private static OptionalInt days(String typed) {
        if (typed.isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(typed.matches("[0-9]{1,%d}".formatted(MOST_DIGITS)) ? Integer.parseInt(typed) : 0);
    }
}
