package dev.coffer.schema;

import tools.jackson.databind.JsonNode;

/**
 * The work that one value may cost, and what costs by its size: patterns, comparisons, texts. What would cost more than
 * is left ends the evaluation.
 */
final class Work {
    /** In steps of about 100 ns. */
    private static final long MOST = 400_000;
    private static final int KEYWORD = 12;
    private static final int PART = 2;
    private static final int PATTERN_PARTS_A_STEP = 8;
    private static final int CHARACTERS_A_STEP = 100;
    /** Items can be chosen so that each has to be compared with each. */
    private static final int COMPARISONS_A_STEP = 8;

    private long left = MOST;

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new TooMuch();
        }
    }

    /** One use of a keyword, which stands for {@code schema}, for a place of the value. */
    void use(String keyword, JsonNode schema, JsonNode value) {
        spend(KEYWORD);
        switch (keyword) {
            case "const", "enum" -> spend(parts(schema));
            case "uniqueItems" -> spend(parts(value) + (long) value.size() * value.size() / COMPARISONS_A_STEP);
            case "unevaluatedItems", "unevaluatedProperties" -> spend((long) PART * value.size());
            default -> spend(value.isString() ? value.stringValue().length() / CHARACTERS_A_STEP : 0);
        }
    }

    private static long parts(JsonNode value) {
        long parts = PART + (value.isString() ? value.stringValue().length() / CHARACTERS_A_STEP : 0);
        for (var part : value) {
            parts += parts(part);
        }
        return parts;
    }

    /** Patterns of so many parts are looked for in a text, or in the names of an object. */
    void match(long parts, JsonNode value) {
        if (parts > 0) {
            long letters = value.isString() ? value.stringValue().length()
                    : value.propertyStream().mapToLong(field -> 1 + field.getKey().length()).sum();
            spend(letters * parts / PATTERN_PARTS_A_STEP);
        }
    }

    static final class TooMuch extends RuntimeException {
        private TooMuch() {
            super(null, null, false, false);
        }
    }
}
