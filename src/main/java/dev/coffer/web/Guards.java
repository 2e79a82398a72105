package dev.coffer.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What every request passes before a route is looked for: a request id, a method that is served at all, a path that
 * means what it says, a body of a kind that is read, and for changes from a browser that they come from our own pages.
 */
public final class Guards {
    private static final String LIST = "LIST";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", LIST, "OPTIONS");
    private static final Set<String> ROOT_NAMESPACES = Set.of("", "/", "root", "root/");
    private static final String REQUEST_ID = "request-id";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Headers headers;
    private final CrossSite crossSite;

    public Guards(Headers headers, CrossSite crossSite) {
        this.headers = headers;
        this.crossSite = crossSite;
    }

    /** The id under which a request stands in the log and in the audit log. */
    public static String requestId(Context ctx) {
        String id = ctx.attribute(REQUEST_ID);
        return id == null ? "-" : id;
    }

    /** Whether programs ask, with a token and JSON, and not browsers. */
    static boolean isApi(Context ctx) {
        return ctx.path().startsWith("/api/") || isVault(ctx);
    }

    /** Whether a client of the KV v2 shape asks. */
    static boolean isVault(Context ctx) {
        return VaultErrors.speaksAt(ctx.path());
    }

    static boolean isSafe(Context ctx) {
        return SAFE.contains(ctx.req().getMethod());
    }

    /** Runs before everything else. */
    public void check(Context ctx) {
        var id = newId();
        ctx.attribute(REQUEST_ID, id);
        headers.each(ctx::header);
        ctx.header("X-Request-Id", id);
        var method = ctx.req().getMethod();
        if (!METHODS.contains(method) && !(method.equals(LIST) && isVault(ctx))) {
            throw new Refused(HttpStatus.METHOD_NOT_ALLOWED, "This method is not served");
        }
        checkPath(ctx.req().getRequestURI());
        checkQuery(ctx.queryString());
        if (isVault(ctx)) {
            checkVault(ctx);
        } else if (!SAFE.contains(method)) {
            checkBody(ctx);
            if (!isApi(ctx) && crossSite.refuses(ctx)) {
                throw new Refused(HttpStatus.FORBIDDEN, "This request came from another site. Nothing was changed");
            }
        }
    }

    /**
     * What such clients may ask for by header, and would take an answer for that isn't it. Their bodies are JSON
     * whatever the Content-Type says.
     */
    private static void checkVault(Context ctx) {
        if (!ROOT_NAMESPACES.contains(Objects.requireNonNullElse(ctx.header("X-Vault-Namespace"), "").strip())) {
            throw new BadRequest("There are no namespaces here. Leave X-Vault-Namespace empty");
        }
        if (ctx.header("X-Vault-Wrap-TTL") != null) {
            throw new BadRequest("Answers are not wrapped here. Leave X-Vault-Wrap-TTL out");
        }
    }

    /** A path that a proxy or a file system could read in another way than we do is refused (CWE-22, CWE-436). */
    private static void checkPath(String raw) {
        String decoded;
        try {
            decoded = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new BadRequest("The address is malformed");
        }
        if (raw.indexOf(';') >= 0 || decoded.contains("//") || decoded.contains("/../") || decoded.endsWith("/..")
                || decoded.contains("/./") || decoded.endsWith("/.") || decoded.indexOf('\\') >= 0
                || decoded.chars().anyMatch(Character::isISOControl)) {
            throw new BadRequest("The address is malformed");
        }
    }

    /** Like a form: text, and as many parameters. */
    private static void checkQuery(String raw) {
        if (raw != null) {
            try (var query = Form.parse(raw.getBytes(StandardCharsets.UTF_8))) {
                query.requireText();
            } catch (BadRequest malformed) {
                throw new BadRequest("The address is malformed");
            }
        }
    }

    private static void checkBody(Context ctx) {
        // Not getContentType, which fails for a charset that there isn't.
        var type = ctx.header("Content-Type");
        if (type == null) {
            if (hasBody(ctx)) {
                throw new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has no Content-Type");
            }
            return;
        }
        var wanted = isApi(ctx) ? "application/json" : "application/x-www-form-urlencoded";
        var parts = type.toLowerCase(Locale.ROOT).split(";");
        boolean utf8 = true;
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            utf8 &= !parameter.startsWith("charset=") || parameter.replace("\"", "").equals("charset=utf-8");
        }
        if (!parts[0].strip().equals(wanted) || !utf8) {
            throw new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Only " + wanted + " in UTF-8 is read here");
        }
    }

    private static boolean hasBody(Context ctx) {
        return ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null;
    }

    private static String newId() {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
