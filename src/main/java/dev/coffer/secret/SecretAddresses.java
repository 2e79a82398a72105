package dev.coffer.secret;

import dev.coffer.form.ScopedKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The addresses of a project's secrets. Each form's address says where it was opened, so that it leads back there: the
 * list as it was filtered, a secret's details, the comparison, or the hints. Holds no value.
 */
record SecretAddresses(String project, From from, SecretFilter filter) {

    /** The page that a form was opened from. */
    enum From {
        LIST,
        DETAILS,
        COMPARE,
        HEALTH
    }

    /** @param back what {@link #back} wrote into an address; null and anything unknown is the whole list */
    static SecretAddresses of(String project, String back) {
        return switch (back) {
            case "details" -> new SecretAddresses(project, From.DETAILS, SecretFilter.ALL);
            case "compare" -> new SecretAddresses(project, From.COMPARE, SecretFilter.ALL);
            case "health" -> new SecretAddresses(project, From.HEALTH, SecretFilter.ALL);
            case null -> list(project, SecretFilter.ALL);
            default -> list(project, filter(back));
        };
    }

    static SecretAddresses list(String project, SecretFilter filter) {
        return new SecretAddresses(project, From.LIST, filter);
    }

    SecretAddresses from(From other) {
        return new SecretAddresses(project, other, filter);
    }

    String base() {
        return "/projects/" + project + "/secrets";
    }

    /** The list, filtered as it was. */
    String list() {
        return with(base(), query());
    }

    /** Where the form was opened. */
    String opener(ScopedKey named) {
        return switch (from) {
            case LIST -> list();
            case DETAILS -> base() + "/" + named.path();
            case COMPARE -> compare();
            case HEALTH -> health();
        };
    }

    String compare() {
        return base() + "/-/compare";
    }

    String health() {
        return base() + "/-/health";
    }

    String imports() {
        return base() + "/-/import";
    }

    /** The form of a new one; for an app's own where the list shows those of one. */
    String add() {
        return add(filter.app().equals(SecretFilter.EVERY_APP) ? "" : filter.app());
    }

    String add(String app) {
        return with(base() + "/-/new", app.isEmpty() ? "" : "app=" + encoded(app), back());
    }

    String set(ScopedKey named, String environment) {
        return with(base() + "/-/new", "key=" + encoded(named.key()) + "&environment=" + encoded(environment),
                app(named), back());
    }

    /** As {@link #set}, one of so many that were missing when setting them up began. */
    String setUp(String key, String environment, int of) {
        return with(base() + "/-/new", "key=" + encoded(key) + "&environment=" + encoded(environment) + "&setup=" + of,
                back());
    }

    /** The form by which the project goes without a value that it needs. */
    String dismiss(String key, String environment) {
        return requirement(key) + "/dismiss?environment=" + encoded(environment) + "&back=secrets";
    }

    String bringBack(String key, String environment) {
        return requirement(key) + "/bring-back?environment=" + encoded(environment) + "&back=secrets";
    }

    String type(String key) {
        return "/projects/" + project + "/secret-types/" + key;
    }

    String requirements() {
        return "/projects/" + project + "/requirements";
    }

    /** Which value is read under a name, and why. */
    String why(String name) {
        return base() + "/" + name + "/why";
    }

    /** The same in an environment, for an app or "". */
    String why(String name, String environment, String app) {
        return with(why(name), "environment=" + encoded(environment), app.isEmpty() ? "" : "app=" + encoded(app));
    }

    String app(String slug) {
        return "/projects/%s/apps/%s".formatted(project, slug);
    }

    /** The form of a deployment with what it may read. @param name such as {@code api@production} */
    String deployment(String name) {
        int at = name.indexOf('@');
        return "/projects/%s/apps/%s/deployments/%s/edit".formatted(project, name.substring(0, at),
                name.substring(at + 1));
    }

    private String requirement(String key) {
        return requirements() + "/" + encoded(key);
    }

    String details(ScopedKey named) {
        return with(at(named), app(named), back());
    }

    String edit(ScopedKey named, String environment) {
        return with(at(named) + "/edit", "environment=" + encoded(environment), app(named), back());
    }

    String delete(ScopedKey named, String environment) {
        return with(at(named) + "/delete", "environment=" + encoded(environment), app(named), back());
    }

    String deleteEverywhere(ScopedKey named) {
        return with(at(named) + "/delete", app(named), back());
    }

    String restore(ScopedKey named, SecretVersions.Target version) {
        return with(at(named) + "/versions/" + version.number() + "/restore",
                "environment=" + encoded(version.environment()), app(named), back());
    }

    private String at(ScopedKey named) {
        return base() + "/" + named.key();
    }

    private static String app(ScopedKey named) {
        return named.isOfApp() ? "app=" + encoded(named.app()) : "";
    }

    private String back() {
        return switch (from) {
            case LIST -> query().isEmpty() ? "" : "back=" + encoded(query());
            case DETAILS -> "back=details";
            case COMPARE -> "back=compare";
            case HEALTH -> "back=health";
        };
    }

    private String query() {
        var query = new StringJoiner("&");
        if (!filter.text().isEmpty()) {
            query.add("q=" + encoded(filter.text()));
        }
        if (!filter.environment().isEmpty()) {
            query.add("environment=" + encoded(filter.environment()));
        }
        filter.status().ifPresent(status -> query.add("status=" + status.slug()));
        if (!filter.type().isEmpty()) {
            query.add("type=" + encoded(filter.type()));
        }
        if (!filter.app().isEmpty()) {
            query.add("app=" + encoded(filter.app()));
        }
        return query.toString();
    }

    private static SecretFilter filter(String query) {
        Map<String, String> fields = new HashMap<>();
        for (var field : query.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
            }
        }
        return new SecretFilter(fields.getOrDefault("q", ""), fields.getOrDefault("environment", ""),
                SecretFilter.Status.of(fields.getOrDefault("status", ""))).ofType(fields.getOrDefault("type", ""))
                .ofApp(fields.getOrDefault("app", ""));
    }

    private static String with(String path, String... queries) {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (var part : queries) {
            if (!part.isEmpty()) {
                query.add(part);
            }
        }
        return path + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
