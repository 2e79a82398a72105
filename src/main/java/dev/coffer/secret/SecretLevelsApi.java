package dev.coffer.secret;

import dev.coffer.access.NotFound;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.reading.Level;
import dev.coffer.reading.Readings;
import dev.coffer.reading.Why;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.util.Locale;

/** Which values would give a variable, and which of them is read, over the REST API. No value goes out. */
public final class SecretLevelsApi {
    private final Entry entry;
    private final Api api;
    private final Readings readings;

    public SecretLevelsApi(Entry entry, Api api, Readings readings) {
        this.entry = entry;
        this.api = api;
        this.readings = readings;
    }

    /**
     * A value as the API answers it. {@code key} is another one where its value gives the variable; {@code app} is null
     * but for an app's own; {@code status}: {@code read}, {@code hidden}, or {@code left_out} of what its deployment
     * reads.
     */
    record LevelItem(String scope, String app, String key, int version, String status, String reason) {
        static LevelItem of(Why why, Why.Step step) {
            var offer = step.offer();
            return new LevelItem(offer.level().slug(),
                    offer.level() == Level.APP ? why.app().orElseThrow().slug() : null, offer.key(),
                    offer.source().version(), step.fate().name().toLowerCase(Locale.ROOT), why.reason(step));
        }
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var key = ctx.pathParam("key");
        var environment = ctx.queryParam("environment");
        var app = ctx.queryParam("app");
        if (environment == null) {
            api.problem(ctx, Problem.of(Errors.of("environment", "Say which environment, with ?environment=")));
            return;
        }
        if (!SecretKey.isName(key)) {
            throw new NotFound();
        }
        var why = readings.why(access, new Readings.Place(key, environment, app == null ? "" : app)).why();
        api.send(ctx, Answer.ok(new Paging.Items<>(
                why.steps().stream().map(step -> LevelItem.of(why, step)).toList(), null)));
    }
}
