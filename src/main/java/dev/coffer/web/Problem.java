package dev.coffer.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An error of the API ({@code application/problem+json}, RFC 9457). {@code errors} says by field what to mend;
 * {@code request_id} finds the request in the log; {@code missing} has the required values that block a publication.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String requestId,
        Map<String, String> errors, List<Missing> missing) {

    /** A required value that is not there, and the page that sets it. */
    public record Missing(String key, String environment, String feature, String href) {}

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null);
    }

    /** 422, with the mistakes by field. */
    public static Problem of(Errors errors) {
        return new Problem("/problems/mistakes", "There is a problem", 422,
                String.join(". ", errors.byField().values()),
                null, errors.byField(), null);
    }

    /** 409, or 412 where the caller's version is lost. */
    public static Problem of(Clash clash) {
        return switch (clash.kind()) {
            case STALE -> typed("stale", "Changed since it was read", 412, clash.message());
            case EXISTS -> typed("exists", "It exists already", 409, clash.message());
            case IN_USE -> typed("in-use", "It is in use", 409, clash.message());
            case BLOCKED -> typed("blocked", "It can't be done now", 409, clash.message());
        };
    }

    /** 409 for want of required values. {@code href} tells the page that sets one. */
    public static Problem configurationRequired(Clash clash, Function<Clash.Missing, String> href) {
        return new Problem("/problems/configuration-required", "Configuration required", 409, clash.message(), null,
                null,
                clash.missing().stream().map(lack -> new Missing(lack.key(), lack.environment(), lack.feature(),
                        href.apply(lack))).toList());
    }

    /** The error that a result is. @throws IllegalArgumentException for one that went well */
    public static Problem of(Result<?> result) {
        return switch (result) {
            case Result.Invalid<?>(var errors) -> of(errors);
            case Result.Conflict<?>(var clash) -> of(clash);
            case Result.Ok<?> _ -> throw new IllegalArgumentException("not a problem");
        };
    }

    Problem with(String request) {
        return new Problem(type, title, status, detail, request, errors, missing);
    }

    private static Problem typed(String name, String title, int status, String detail) {
        return new Problem("/problems/" + name, title, status, detail, null, null, null);
    }
}
