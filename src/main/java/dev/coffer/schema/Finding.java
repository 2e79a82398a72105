package dev.coffer.schema;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Where a value and a keyword disagree, before there are words for it.
 *
 * @param schema the schema with the keyword
 * @param hints  what the words need beside it, all from the schema: never a part of the value
 */
record Finding(Spot spot, JsonNode schema, String keyword, List<String> hints) {}
