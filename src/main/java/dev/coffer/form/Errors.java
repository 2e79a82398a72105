package dev.coffer.form;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mistakes by field, in the order of the form; the first mistake of a field stands. Never holds what was typed. */
public final class Errors {
    private static final Errors NONE = new Errors(Map.of());

    private final Map<String, String> messages;

    /** What is wrong with a field, and how to mend it. */
    public record Mistake(String field, String message) {}

    private Errors(Map<String, String> messages) {
        this.messages = Collections.unmodifiableMap(messages);
    }

    public static Errors none() {
        return NONE;
    }

    public static Errors of(String field, String message) {
        return NONE.and(field, message);
    }

    /** These and one more; a field that has a message keeps it. */
    public Errors and(String field, String message) {
        var more = new LinkedHashMap<>(messages);
        more.putIfAbsent(field, message);
        return new Errors(more);
    }

    /** These and one more, where there is one. */
    public Errors and(String field, Optional<String> message) {
        return message.map(text -> and(field, text)).orElse(this);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Field to message, in order. */
    public Map<String, String> byField() {
        return messages;
    }

    /** The message of a field, or null: what a template asks for. */
    public String at(String field) {
        return messages.get(field);
    }

    /** For the summary on top of a form. */
    public List<Mistake> entries() {
        return messages.entrySet().stream().map(entry -> new Mistake(entry.getKey(), entry.getValue())).toList();
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
