package dev.coffer.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Style, script, icons and fonts, served from memory under an address that carries a checksum of them all: a browser
 * keeps them for a year and asks anew when anything of them changes.
 */
public final class Assets {
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final Map<String, String> SOURCES = Map.of("app.css", "/static/app.css", "app.js", "/static/app.js",
            "htmx.js", HTMX, "icons.svg", "/static/icons.svg", "inter.woff2", "/static/inter.woff2", "jbm.woff2",
            "/static/jbm.woff2", "inter-LICENSE.txt", "/static/inter-LICENSE.txt", "jbm-LICENSE.txt",
            "/static/jbm-LICENSE.txt");
    private static final Map<String, String> TYPES = Map.of("css", "text/css; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "svg", "image/svg+xml", "woff2", "font/woff2", "txt",
            "text/plain; charset=utf-8");

    private final Map<String, byte[]> files = new TreeMap<>();
    private final String folder;

    public Assets() {
        SOURCES.forEach((name, source) -> files.put(name, read(source)));
        folder = "/static/" + checksum() + "/";
    }

    /** The address of a file, with the checksum in it. */
    public String address(String name) {
        return folder + name;
    }

    /** Answers {@code /static/{checksum}/{file}}; another checksum gets the same file, but is not kept. */
    public void serve(Context ctx) {
        var name = ctx.pathParam("file");
        var content = files.get(name);
        if (content == null) {
            throw new NotFoundResponse();
        }
        boolean current = ctx.path().equals(address(name));
        ctx.header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
        ctx.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1))).result(content);
    }

    private String checksum() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] read(String source) {
        try (var in = Assets.class.getResourceAsStream(source)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: " + source);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
