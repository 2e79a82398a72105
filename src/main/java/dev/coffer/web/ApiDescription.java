package dev.coffer.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The REST API's own description, OpenAPI 3.1: {@code openapi.json} in the resources, which a test holds to the routes.
 */
public final class ApiDescription {
    private final byte[] json;

    public ApiDescription() {
        try (var in = ApiDescription.class.getResourceAsStream("/openapi.json")) {
            json = in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public void show(Context ctx) {
        ctx.contentType("application/json").result(json);
    }
}
