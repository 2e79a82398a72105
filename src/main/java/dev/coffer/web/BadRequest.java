package dev.coffer.web;

/** A request that no form or client of ours sends: 400. The message is shown, so it never quotes the request. */
public final class BadRequest extends RuntimeException {
    public BadRequest(String message) {
        super(message, null, false, false);
    }
}
