package dev.coffer.web;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** One line of the route table: whom an address serves, and what answers. */
public record Route(HandlerType method, String path, Audience audience, Handler handler) {
}
