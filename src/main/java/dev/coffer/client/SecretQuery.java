package dev.coffer.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which secrets a list is about; "" for any. {@code text} is part of a key or a description; {@code status} one of
 * {@code configured}, {@code missing}, {@code dismissed} and {@code not_set}, in the environment or in any of them;
 * {@code scope} one of {@code project}, {@code app} and {@code organization}.
 */
public record SecretQuery(String text, String environment, String status, String type, String scope) {
    public static final SecretQuery ALL = new SecretQuery("", "", "", "", "");

    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", text);
        parameters.put("environment", environment);
        parameters.put("status", status);
        parameters.put("type", type);
        parameters.put("scope", scope);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }
}
