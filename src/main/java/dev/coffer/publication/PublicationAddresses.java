package dev.coffer.publication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of a project's publications, and of the form that sets what one of them lacks. */
record PublicationAddresses(String project) {

    String list() {
        return "/projects/" + project + "/publications";
    }

    String listOf(String environment) {
        return environment.isEmpty() ? list() : list() + "?environment=" + encoded(environment);
    }

    String fresh(String environment) {
        return list() + "/new" + (environment.isEmpty() ? "" : "?environment=" + encoded(environment));
    }

    String details(Publication publication) {
        return page(publication, "");
    }

    String compare(Publication publication) {
        return page(publication, "/compare");
    }

    /** What the form that chooses another one is sent to; it brings the environment itself. */
    String comparePath(Publication publication) {
        return "%s/%s/compare".formatted(list(), segment(publication.version()));
    }

    String rollback(Publication publication) {
        return page(publication, "/rollback");
    }

    private String page(Publication publication, String what) {
        return "%s/%s%s?environment=%s".formatted(list(), segment(publication.version()), what,
                publication.environment().slug());
    }

    /** The publication's own address in the API. */
    static String api(String project, Publication publication) {
        return "/api/v1/projects/%s/publications/%s?environment=%s".formatted(project, segment(publication.version()),
                publication.environment().slug());
    }

    /** The page that sets a value. */
    static String set(String project, String key, String environment) {
        return "/projects/%s/secrets/-/new?key=%s&environment=%s".formatted(project, encoded(key),
                encoded(environment));
    }

    /** A version in a path: there a plus is a plus, and a blank none. */
    private static String segment(String version) {
        return encoded(version).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
