package dev.coffer.client;

import tools.jackson.databind.json.JsonMapper;

/** Trees of JSON: made when one is first asked for, since reading values does without and is quicker for it. */
final class Json {
    static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}
}
