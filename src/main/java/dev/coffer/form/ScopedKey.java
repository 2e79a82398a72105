package dev.coffer.form;

/**
 * A key, and whose secret it names: an app's own by the app's slug, or with "" the project's, which is for all its
 * apps. Both can be there.
 */
public record ScopedKey(String key, String app) implements Comparable<ScopedKey> {
    private static final String NOBODY = "";

    public static ScopedKey ofProject(String key) {
        return new ScopedKey(key, NOBODY);
    }

    public boolean isOfApp() {
        return !app.isEmpty();
    }

    /** In an address, behind that of the project's secrets. */
    public String path() {
        return isOfApp() ? "%s?app=%s".formatted(key, app) : key;
    }

    /** In a sentence. */
    public String told() {
        return isOfApp() ? "%s of %s".formatted(key, app) : key;
    }

    /** By key, the project's first. */
    @Override
    public int compareTo(ScopedKey other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : app.compareTo(other.app);
    }
}
