package dev.coffer.db;

import org.jooq.DSLContext;

/**
 * What makes a repeated write happen once: called first and last inside the transaction of the write, so that the mark
 * and the write commit together. {@code claim} may throw to answer in the write's place.
 */
public interface Once {
    /** For a write that nobody repeats. */
    Once NONE = new Once() {
        @Override
        public void claim(DSLContext tx) {}

        @Override
        public void remember(DSLContext tx, Object result) {}
    };

    void claim(DSLContext tx);

    void remember(DSLContext tx, Object result);
}
