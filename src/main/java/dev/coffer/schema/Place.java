package dev.coffer.schema;

import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One schema at one place of the value. */
record Place(JsonNode schema, JsonNode value, Spot spot, List<Finding> found, Evaluation.Seen seen) {
    void find(String keyword) {
        found.add(new Finding(spot, schema, keyword, List.of()));
    }

    void findAt(String name, String keyword) {
        found.add(new Finding(new Spot(spot, name, spot.depth() + 1, true, false), schema, keyword, List.of()));
    }

    void measure(String least, String most, int size) {
        var measured = BigDecimal.valueOf(size);
        if (schema.has(least) && schema.get(least).decimalValue().compareTo(measured) > 0) {
            find(least);
        }
        if (schema.has(most) && schema.get(most).decimalValue().compareTo(measured) < 0) {
            find(most);
        }
    }
}
