package dev.coffer.schema;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Where a value and a keyword disagree, before there are words for it.
 *
 * @param schema the schema with the keyword
 * @param hints  what the words need beside it: from the schema, or what came along with a text ({@link Pasted}), never a part of it
 */
record Finding(Spot spot, JsonNode schema, String keyword, List<String> hints) {}
