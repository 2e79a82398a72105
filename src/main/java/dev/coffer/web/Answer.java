package dev.coffer.web;

/** What the API says: a status, a body to be written as JSON (or null), and the two headers that describe it. */
public record Answer(int status, Object body, String location, String etag) {

    public static Answer ok(Object body) {
        return new Answer(200, body, null, null);
    }

    public static Answer created(String location, Object body) {
        return new Answer(201, body, location, null);
    }

    public static Answer noContent() {
        return new Answer(204, null, null, null);
    }

    /** An error as RFC 9457 has it. */
    public static Answer problem(Problem problem) {
        return new Answer(problem.status(), problem, null, null);
    }

    public Answer withEtag(String tag) {
        return new Answer(status, body, location, tag);
    }
}
