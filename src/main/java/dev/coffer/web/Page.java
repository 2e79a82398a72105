package dev.coffer.web;

/**
 * What a page shows, as a public record whose accessors the template of the same feature reads as {@code page}. All
 * that is computed is a method here; the template only places it.
 */
public interface Page {

    /** The template's path below {@code templates/}, without its ending. */
    String template();

    /** The screen's name, first in the title. */
    String title();

    /** Which entry of the settings navigation this is, by its label; null outside it. */
    default String section() {
        return null;
    }

    /** Whether the page begins in a field of its own, also where a message is shown above it. */
    default boolean takesFocus() {
        return false;
    }

    /** Whether the page comes back with mistakes to mend; its title then says so. */
    default boolean failed() {
        return false;
    }
}
