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
 * the same headers as everywhere, and a sentence that reflects nothing; for the API as a problem (RFC 9457).
 */
public final class JettyErrors extends ErrorHandler {
    /** None of the words has anything that JSON writes otherwise. */
    private static final String PROBLEM = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}";

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
        var isApi = isApi(request);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE,
                isApi ? "application/problem+json" : "text/plain; charset=utf-8");
        var body = isApi ? PROBLEM.formatted(words.heading(), response.getStatus(), words.text())
                : words.heading() + ". " + words.text() + "\n";
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    private static boolean isApi(Request request) {
        var path = request.getHttpURI().getPath();
        return path != null && path.startsWith("/api/v1/");
    }
}
