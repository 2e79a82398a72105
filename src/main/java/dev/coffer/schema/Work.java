package dev.coffer.schema;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The work that one value may cost, and all that costs by its size: patterns, comparisons, long numbers. What would
 * cost more than is left ends the evaluation.
 */
final class Work {
    /** In steps of about 100 ns. */
    private static final long MOST = 400_000;
    private static final int PATTERN_PARTS_A_STEP = 8;
    private static final int DIGITS_A_STEP = 4;
    private static final int CHARACTERS_A_STEP = 100;
    private static final int WRITTEN = 8;
    private static final int LONGEST_NUMBER = 1000;

    private final Map<String, Pattern> patterns = new HashMap<>();
    private long left = MOST;

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new TooMuch();
        }
    }

    /** Whether a pattern is anywhere in a text. */
    boolean matches(String pattern, String text) {
        var compiled = patterns.get(pattern);
        if (compiled == null) {
            spend(Patterns.weight(pattern));
            compiled = Patterns.compile(pattern);
            patterns.put(pattern, compiled);
        }
        spend(1 + (long) text.length() * compiled.programSize() / PATTERN_PARTS_A_STEP);
        return compiled.matcher(text).find();
    }

    static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() || number.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    /** Too long to reckon with. */
    static boolean isTooLong(JsonNode number) {
        if (!number.isBigDecimal() && !number.isBigInteger()) {
            return false;
        }
        var exact = number.decimalValue();
        return Math.abs((long) exact.scale()) > LONGEST_NUMBER
                || exact.unscaledValue().bitLength() > 4 * LONGEST_NUMBER;
    }

    boolean isMultiple(BigDecimal number, BigDecimal divisor) {
        spend((number.precision() + Math.abs((long) number.scale() - divisor.scale())) / DIGITS_A_STEP);
        return number.remainder(divisor).signum() == 0;
    }

    /** Numbers by what they are worth, objects without an order. */
    boolean same(JsonNode one, JsonNode other) {
        spend(1);
        if (one.isNumber() && other.isNumber()) {
            return !isTooLong(one) && !isTooLong(other) && one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isArray()) {
            for (var i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.isObject() ? one.properties().stream().allMatch(field -> other.has(field.getKey())
                && same(field.getValue(), other.get(field.getKey()))) : one.equals(other);
    }

    /**
     * By what they say: equal items are written equally, and text has an order, so that no choice of items is slow to
     * compare.
     */
    boolean areDifferent(JsonNode items) {
        var written = new HashSet<String>();
        for (var item : items) {
            var text = new StringBuilder();
            write(item, text);
            if (!written.add(text.toString())) {
                return false;
            }
        }
        return true;
    }

    private void write(JsonNode value, StringBuilder out) {
        spend(WRITTEN);
        if (value.isObject()) {
            var fields = new TreeMap<String, JsonNode>();
            value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            out.append('{');
            fields.forEach((name, field) -> {
                out.append(name.length()).append('"').append(name);
                write(field, out);
            });
            out.append('}');
        } else if (value.isArray()) {
            out.append('[');
            value.forEach(item -> write(item, out));
            out.append(']');
        } else if (value.isString()) {
            spend(value.stringValue().length() / CHARACTERS_A_STEP);
            out.append(value.stringValue().length()).append('"').append(value.stringValue());
        } else if (value.isNumber() && !isTooLong(value)) {
            out.append(value.decimalValue().stripTrailingZeros()).append('#');
        } else {
            out.append(value.asString("null")).append(';');
        }
    }

    static final class TooMuch extends RuntimeException {
        private TooMuch() {
            super(null, null, false, false);
        }
    }
}
