package dev.coffer.run;

import java.io.OutputStream;

/** Where a child's standard output and standard error go. */
public sealed interface Output {

    /** To where this process's own go, untouched: a terminal stays one. */
    record Inherited() implements Output {}

    /**
     * With every value replaced by its name. Where both are the same stream, the two keep their order, as on a
     * terminal. Neither is closed.
     */
    record Masked(OutputStream out, OutputStream err) implements Output {}
}
