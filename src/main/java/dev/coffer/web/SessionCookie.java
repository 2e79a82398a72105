package dev.coffer.web;

import dev.coffer.crypto.Plaintext;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/**
 * The session's cookie. It ends with the browser, no script reads it, and over https no other host can set it: the
 * {@code __Host-} prefix (RFC 6265bis §4.1.3.2).
 */
public record SessionCookie(boolean https) {

    public String name() {
        return https ? "__Host-sid" : "sid";
    }

    /** Hands it to the browser, and wipes it here. */
    public void set(Context ctx, Plaintext value) {
        try (value) {
            header(ctx, new String(value.expose(), StandardCharsets.US_ASCII), "");
        }
    }

    /** Takes it away, with all that the browser keeps of this site but cookies. */
    public void clear(Context ctx) {
        header(ctx, "", "; Max-Age=0");
        ctx.header("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    private void header(Context ctx, String value, String end) {
        ctx.header("Set-Cookie", name() + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "")
                + end);
    }
}
