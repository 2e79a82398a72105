package dev.coffer.project;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that stand in addresses: lowercase letters, digits and inner hyphens, 1 to 63, and not {@code new}. */
public final class Slugs {
    private static final int LONGEST = 63;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String RESERVED = "new";

    private Slugs() {}

    /** What is to be mended in a slug; empty for a good one. */
    public static Optional<String> mistake(String slug) {
        return mistake("address", slug);
    }

    /** The same for what people know by another word than address. */
    public static Optional<String> mistake(String what, String slug) {
        if (slug.isEmpty()) {
            return Optional.of(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + " is required");
        }
        if (slug.length() > LONGEST) {
            return Optional.of("The %s has %d characters, the limit is %d".formatted(what, slug.length(), LONGEST));
        }
        if (!SLUG.matcher(slug).matches()) {
            return Optional.of("Use lowercase letters, digits and hyphens, starting and ending with a letter or digit");
        }
        return slug.equals(RESERVED) ? Optional.of("new is reserved. Choose another " + what) : Optional.empty();
    }

    /** A good slug from a name, such as {@code my-shop} from "My Shop!"; empty where nothing of the name can stay. */
    public static String suggestion(String name) {
        var latin = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
        var slug = trimmed(latin.replaceAll("[^a-z0-9]+", "-"));
        var cut = slug.length() > LONGEST ? trimmed(slug.substring(0, LONGEST)) : slug;
        return cut.equals(RESERVED) ? RESERVED + "-1" : cut;
    }

    private static String trimmed(String slug) {
        return slug.replaceAll("^-+|-+$", "");
    }
}
