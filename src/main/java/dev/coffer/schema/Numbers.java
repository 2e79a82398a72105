package dev.coffer.schema;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers as the library reckons with them: whole ones without an exponent, whatever they were written as. */
final class Numbers {
    private static final int LONGEST = 1000;
    private static final int BITS_A_DIGIT = 4;

    private Numbers() {}

    /** Too long to reckon with. */
    static boolean isTooLong(JsonNode number) {
        if (!number.isBigDecimal() && !number.isBigInteger()) {
            return false;
        }
        var exact = number.decimalValue();
        return Math.abs((long) exact.scale()) > LONGEST
                || exact.unscaledValue().bitLength() > BITS_A_DIGIT * LONGEST;
    }

    /** A copy; one that is too long stays as it is. */
    static JsonNode plain(JsonNode value) {
        var nodes = JsonNodeFactory.instance;
        if (value.isObject()) {
            var object = nodes.objectNode();
            value.properties().forEach(field -> object.set(field.getKey(), plain(field.getValue())));
            return object;
        }
        if (value.isArray()) {
            var array = nodes.arrayNode();
            value.forEach(item -> array.add(plain(item)));
            return array;
        }
        if (!value.isBigDecimal() || isTooLong(value)) {
            return value;
        }
        BigDecimal exact = value.decimalValue().stripTrailingZeros();
        return exact.scale() <= 0 ? nodes.numberNode(exact.toBigIntegerExact()) : nodes.numberNode(exact);
    }
}
