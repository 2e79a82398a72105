package dev.coffer.web;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Objects;

/** One line of the route table: whom an address serves, and what answers. There is none without an audience. */
public record Route(HandlerType method, String path, Audience audience, Handler handler) {
    /** The method by which clients of the KV v2 shape ask what there is below a path. */
    public static final HandlerType LIST = new HandlerType("LIST", true);

    public Route {
        Objects.requireNonNull(audience, "audience");
    }
}
