package dev.coffer.db;

import org.jooq.DSLContext;

/**
 * A write that happens once however often it is sent. A transaction claims it first and remembers its outcome last, so
 * that the change and the memory of it commit together or not at all.
 */
public interface Once {

    /** Takes the place of this write; throws where it has been taken before. */
    void claim(DSLContext tx);

    /** Keeps what the write came to, in the same transaction. */
    void remember(DSLContext tx, Object outcome);

    /** A write that may happen as often as it is sent. */
    Once EVERY_TIME = new Once() {
        @Override
        public void claim(DSLContext tx) {
        }

        @Override
        public void remember(DSLContext tx, Object outcome) {
        }
    };
}
