package dev.coffer.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The headers of every answer, those that the HTTP server makes by itself included. The policy allows this site's own
 * scripts, styles and fonts, and nothing inline (OWASP ASVS 5.0, 3.4).
 */
public final class Headers {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'; object-src 'none'";
    private static final String PERMISSIONS_POLICY = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    private final Map<String, String> all;

    public Headers(boolean https) {
        all = new LinkedHashMap<>();
        all.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        all.put("X-Content-Type-Options", "nosniff");
        all.put("X-Frame-Options", "DENY");
        all.put("Referrer-Policy", "no-referrer");
        all.put("Cross-Origin-Opener-Policy", "same-origin");
        all.put("Cross-Origin-Resource-Policy", "same-origin");
        all.put("Permissions-Policy", PERMISSIONS_POLICY);
        all.put("Cache-Control", "no-store");
        if (https) {
            all.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }

    /** Hands each name and value to what sets it. */
    public void each(BiConsumer<String, String> set) {
        all.forEach(set);
    }
}
