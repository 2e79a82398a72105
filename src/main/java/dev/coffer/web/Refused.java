package dev.coffer.web;

import io.javalin.http.HttpStatus;

/** A request that is turned away with a status and a sentence, before any use case saw it. */
public final class Refused extends RuntimeException {
    private final HttpStatus status;
    private final int retryAfter;

    public Refused(HttpStatus status, String message) {
        this(status, message, 0);
    }

    private Refused(HttpStatus status, String message, int retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** 429: @param seconds after which to try again */
    public static Refused tooMany(String message, int seconds) {
        return new Refused(HttpStatus.TOO_MANY_REQUESTS, message, seconds);
    }

    public HttpStatus status() {
        return status;
    }

    /** Seconds, 0 for no advice. */
    public int retryAfter() {
        return retryAfter;
    }
}
