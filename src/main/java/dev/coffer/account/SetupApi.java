package dev.coffer.account;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Problem;
import dev.coffer.web.Refused;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The first run without a browser: what {@code coffer bootstrap} calls. */
public final class SetupApi {
    private final Entry entry;
    private final Api api;
    private final Setup setup;

    /** What a client sends; without a name the owner is called what stands before the @. */
    record Request(Plaintext code, String organization, String email, String name, Plaintext password) {}

    /** The new owner's first token. */
    record Shape(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "[token]";
        }
    }

    public SetupApi(Entry entry, Api api, Setup setup) {
        this.entry = entry;
        this.api = api;
        this.setup = setup;
    }

    public void create(Context ctx) {
        var request = api.read(ctx, Request.class);
        try (var _ = request.code(); var _ = request.password()) {
            var email = Emails.normalised(request.email());
            var name =
                    request.name() == null || request.name().isBlank() ? email.replaceFirst("@.*", "") : request.name();
            var draft = new SetupDraft(request.code(), request.organization(),
                    new PersonDraft(name, email, request.password()));
            api.send(ctx, switch (setup.forProgram(draft, entry.origin(ctx))) {
                case Result.Ok<PersonalTokens.Created>(var created) -> Answer.created("/api/v1/me", shape(created));
                case Result.Invalid<PersonalTokens.Created>(var errors) -> Answer.problem(Problem.of(errors));
                case Result.Conflict<PersonalTokens.Created>(var clash) -> Answer.problem(Problem.of(clash));
            });
        } catch (TooManyTries held) {
            throw Refused.tooMany(held.pause().sentence(), held.pause().seconds());
        }
    }

    private static Shape shape(PersonalTokens.Created created) {
        try (var token = created.token()) {
            return new Shape(new String(token.expose(), StandardCharsets.US_ASCII), created.about().expiresAt());
        }
    }
}
