package dev.coffer.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** Strong entity tags and the preconditions that clients make of them (RFC 9110, 8.8.3 and 13.1). */
public final class EntityTags {
    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");

    /** What {@code If-Match} asks for. */
    public sealed interface Wanted {}

    /** The header was not sent. */
    public record Nothing() implements Wanted {}

    /** {@code *}: that there is something. */
    public record Something() implements Wanted {}

    /** One version. Of several in the header the first counts; a weak or malformed one matches nothing. */
    public record Version(String tag) implements Wanted {}

    private EntityTags() {}

    public static String quoted(String tag) {
        return '"' + tag + '"';
    }

    public static Wanted ifMatch(Context ctx) {
        var header = ctx.header("If-Match");
        if (header == null) {
            return new Nothing();
        }
        return header.strip().equals("*") ? new Something() : new Version(first(header).orElse(""));
    }

    /** Whether the client has this version already, so that 304 tells it enough. */
    public static boolean isKnown(Context ctx, String tag) {
        var header = ctx.header("If-None-Match");
        return header != null && (header.strip().equals("*") || header.contains(quoted(tag)));
    }

    private static Optional<String> first(String header) {
        var strong = STRONG.matcher(header.strip());
        return strong.lookingAt() ? Optional.of(strong.group(1)) : Optional.empty();
    }
}
