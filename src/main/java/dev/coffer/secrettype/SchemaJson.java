package dev.coffer.secrettype;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema that a client sent as JSON, as a person would write it: a line each, two blanks deep, in the order sent. */
final class SchemaJson {
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(LINES).withArrayIndenter(LINES);
    private static final JsonMapper JSON = new JsonMapper();

    private SchemaJson() {}

    /** A text is taken as it is; {@code null} is none. */
    static String text(JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        return sent.isString() ? sent.asString() : JSON.writer().with(PRINTER).writeValueAsString(sent);
    }
}
