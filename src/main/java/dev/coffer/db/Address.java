package dev.coffer.db;

/**
 * Where a PostgreSQL is and who signs in there: a JDBC address without a password, a user, a password (may be empty).
 */
public record Address(String url, String user, String password) {
    @Override
    public String toString() {
        return "Address[url=%s, user=%s, password=[secret]]".formatted(url, user);
    }
}
