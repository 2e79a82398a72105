package dev.coffer.runtime;

import dev.coffer.web.Answer;
import tools.jackson.core.JsonGenerator;

/**
 * What every answer of the KV v2 shape comes in, with every field there, for clients that look at none and at all of
 * them. {@code lease_id} and what belongs to it are of secrets that end, which there are none of.
 */
record VaultEnvelope(String requestId, String leaseId, boolean renewable, int leaseDuration, Object data,
        Object wrapInfo, Object warnings, Object auth) {

    /** With what was asked for. */
    static Answer data(String requestId, Object data) {
        return Answer.ok(new VaultEnvelope(requestId, "", false, 0, data, null, null, null));
    }

    /** With a token. */
    static Answer auth(String requestId, Object auth) {
        return Answer.ok(new VaultEnvelope(requestId, "", false, 0, null, null, null, auth));
    }

    /** The same while values are written into {@code data}. */
    static void write(JsonGenerator json, String requestId, Runnable data) {
        json.writeStringProperty("request_id", requestId);
        json.writeStringProperty("lease_id", "");
        json.writeBooleanProperty("renewable", false);
        json.writeNumberProperty("lease_duration", 0);
        json.writeObjectPropertyStart("data");
        data.run();
        json.writeEndObject();
        json.writeNullProperty("wrap_info");
        json.writeNullProperty("warnings");
        json.writeNullProperty("auth");
    }

    @Override
    public String toString() {
        return "[answer " + requestId + "]";
    }
}
