package dev.coffer.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An error of the API ({@code application/problem+json}, RFC 9457). {@code errors} says by field what to mend; {@code
 * request_id} finds the request in the log; {@code missing} has the required values that block a publication, {@code
 * dependents} what uses the thing that should go, {@code would_break} the values that a change would leave unfit.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String requestId,
        Map<String, String> errors, List<Missing> missing, List<Dependent> dependents, List<Place> wouldBreak) {

    /** A required value that is not there, and the page that sets it. */
    public record Missing(String key, String environment, String feature, String href) {}

    /** Something that uses another: its kind, such as {@code secret}, its name and its page. */
    public record Dependent(String kind, String name, String href) {}

    /** Where a value is: a secret's key and an environment. */
    public record Place(String key, String environment) {}

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null, null, null);
    }

    /** 422, with the mistakes by field. */
    public static Problem of(Errors errors) {
        return new Problem("/problems/mistakes", "There is a problem", 422,
                String.join(". ", errors.byField().values()),
                null, errors.byField(), null, null, null);
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
                        href.apply(lack))).toList(),
                null, null);
    }

    /** 409 for what is in use. {@code href} tells the page of what uses it. */
    public static Problem inUse(Clash clash, Function<Clash.Dependent, String> href) {
        return new Problem("/problems/in-use", "It is in use", 409, clash.message(), null, null, null,
                clash.dependents().stream().map(each -> new Dependent(each.kind(), each.name(), href.apply(each)))
                        .toList(),
                null);
    }

    /** 409 for a change that stored values would no longer fit. */
    public static Problem wouldBreak(String detail, List<Place> places) {
        return new Problem("/problems/would-break", "Stored values would no longer fit", 409, detail, null, null, null,
                null, places);
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
        return new Problem(type, title, status, detail, request, errors, missing, dependents, wouldBreak);
    }

    private static Problem typed(String name, String title, int status, String detail) {
        return new Problem("/problems/" + name, title, status, detail, null, null, null, null, null);
    }
}
