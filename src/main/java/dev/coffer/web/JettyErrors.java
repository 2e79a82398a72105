package dev.coffer.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * The answers that Jetty gives before a request reaches us (a malformed one, an address or header that is too long):
 * the same headers as everywhere, and a sentence that reflects nothing.
 */
public final class JettyErrors extends ErrorHandler {
    private final Headers headers;

    public JettyErrors(Headers headers) {
        this.headers = headers;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var words = ErrorWords.of(response.getStatus());
        headers.each(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        var body = words.heading() + ". " + words.text() + "\n";
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
