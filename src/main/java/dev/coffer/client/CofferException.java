package dev.coffer.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The server refused, failed, or can't be reached. Carries the fields of its {@code application/problem+json} (RFC
 * 9457); what the server left out is empty. Its text never holds a value.
 */
public final class CofferException extends RuntimeException {
    private static final int UNREACHABLE = 0;

    private final transient Problem problem;

    /**
     * What the server said.
     *
     * @param status    of HTTP; 0 where no answer came
     * @param errors    field to message
     * @param blockers  what is missing, or what still uses the thing
     * @param requestId finds the request in the server's log
     */
    public record Problem(int status, String type, String title, String detail, Map<String, String> errors,
            Blockers blockers, String requestId) {

        /** Required values whose absence blocks. */
        public List<MissingSecret> missing() {
            return blockers.missing;
        }

        /** What has to let go first. */
        public List<Dependent> dependents() {
            return blockers.dependents;
        }
    }

    /** What stands in the way. */
    public record Blockers(List<MissingSecret> missing, List<Dependent> dependents) {
        static final Blockers NONE = new Blockers(List.of(), List.of());
    }

    private CofferException(Problem problem) {
        super(problem.detail.isEmpty() ? problem.title : problem.detail, null, false, false);
        this.problem = problem;
    }

    static CofferException unreachable(String detail) {
        return of(UNREACHABLE, "Unreachable", detail);
    }

    static CofferException of(int status, String title, String detail) {
        return new CofferException(new Problem(status, "about:blank", title, detail, Map.of(), Blockers.NONE, ""));
    }

    static CofferException of(int status, JsonNode body) {
        var errors = new LinkedHashMap<String, String>();
        body.path("errors").properties().forEach(each -> errors.put(each.getKey(), each.getValue().asString("")));
        return new CofferException(new Problem(status, body.path("type").asString("about:blank"),
                body.path("title").asString("The server answered " + status), body.path("detail").asString(""),
                errors, new Blockers(MissingSecret.all(body.path("missing")), Dependent.all(body.path("dependents"))),
                body.path("request_id").asString("")));
    }

    /** Whether no answer came: wrong address, no server there, or it is too slow. */
    public boolean isUnreachable() {
        return problem.status == UNREACHABLE;
    }

    /** Whether it may pass: no answer came, or one of a server that fails, stops or is asked too often. */
    public boolean isPassing() {
        return isUnreachable() || status() >= 500 || status() == 429 || status() == 408;
    }

    public Problem problem() {
        return problem;
    }

    /** The HTTP status; 0 where no answer came. */
    public int status() {
        return problem.status;
    }

    /** Whether the problem's type ends with this name, such as {@code configuration-required}. */
    public boolean is(String type) {
        return problem.type.endsWith("/problems/" + type);
    }
}
