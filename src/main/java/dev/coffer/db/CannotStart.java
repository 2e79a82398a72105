package dev.coffer.db;

/** Why the database can't be used at all, as one sentence for the person who starts the server. */
public final class CannotStart extends RuntimeException {
    public CannotStart(String sentence) {
        super(sentence);
    }
}
