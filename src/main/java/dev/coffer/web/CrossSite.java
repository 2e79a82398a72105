package dev.coffer.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses changes that another site made a browser send. Browsers say where a request comes from in
 * {@code Sec-Fetch-Site} (W3C Fetch Metadata); older ones in {@code Origin}. A change that says neither is refused too.
 * The API needs no such check: it takes bearer tokens and never cookies.
 */
public final class CrossSite {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI site;

    /** @param site the public address of this installation */
    public CrossSite(URI site) {
        this.site = site;
    }

    boolean refuses(Context ctx) {
        var fetchSite = ctx.header("Sec-Fetch-Site");
        if (fetchSite != null) {
            return !fetchSite.equals("same-origin");
        }
        var origin = ctx.header("Origin");
        return origin == null || !isOurs(origin, ctx.header("Host"));
    }

    /** The public address, or where that is loopback, the alias of it that the request itself came to. */
    private boolean isOurs(String origin, String host) {
        if (origin.equals(originOf(site))) {
            return true;
        }
        try {
            var other = URI.create(origin);
            return LOOPBACK.contains(site.getHost()) && other.getHost() != null && LOOPBACK.contains(other.getHost())
                    && origin.equals("http://" + host);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** As browsers write it (RFC 6454 §6.1): in lower case, without the scheme's own port. */
    private static String originOf(URI address) {
        var scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() == (scheme.equals("https") ? 443 : 80) ? -1 : address.getPort();
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + (port < 0 ? "" : ":" + port);
    }
}
