package dev.coffer.scan;

/** Where a source reads a variable. {@code hasDefault}: it goes on without one. */
public record Use(String file, int line, boolean hasDefault) {

    /** As compilers say a place. */
    public String place() {
        return file + ":" + line;
    }
}
