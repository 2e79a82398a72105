package dev.coffer.client;

import java.nio.CharBuffer;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a deployment reads, all of one moment: a map whose values print as {@code [secret]}, and are wiped when it is
 * closed.
 *
 * <pre>{@code
 * try (var secrets = coffer.runtime().read()) {
 *     connect(secrets.get("DATABASE_URL").exposeText());
 * }
 * }</pre>
 */
public final class RuntimeSecrets extends AbstractMap<String, SecretValue> implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, SecretValue> values;
    private final Origin origin;
    private final List<String> missing;
    private final byte[] body;
    private final String etag;

    /** Whose they are. {@code version}: how many different sets that deployment was given, this one included. */
    public record Origin(String project, String environment, String app, long version) {
        /** Such as {@code api@production}. */
        public String deployment() {
            return app + "@" + environment;
        }
    }

    private RuntimeSecrets(Reading read, byte[] body, String etag) {
        this.values = Collections.unmodifiableMap(read.values);
        this.origin = new Origin(read.texts.getOrDefault("project", ""), read.texts.getOrDefault("environment", ""),
                read.texts.getOrDefault("app", ""), read.version);
        this.missing = List.copyOf(read.missing);
        this.body = body;
        this.etag = etag;
    }

    /** Takes the body over. @throws CofferException where it is none, saying nothing of it */
    static RuntimeSecrets of(byte[] body, String etag) {
        var read = new Reading();
        try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
            read.all(json);
            return new RuntimeSecrets(read, body, etag);
        } catch (JacksonException | IllegalArgumentException notTheirs) {
            read.values.values().forEach(SecretValue::close);
            Arrays.fill(body, (byte) 0);
            throw notCoffer();
        }
    }

    /** The value of an answer for one. Wipes the body. */
    static SecretValue one(byte[] body) {
        try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var isValue = json.currentName().equals("value");
                if (json.nextToken() == JsonToken.VALUE_STRING && isValue) {
                    return Reading.value(json);
                }
                json.skipChildren();
            }
            throw notCoffer();
        } catch (JacksonException | IllegalArgumentException notTheirs) {
            throw notCoffer();
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    public Origin origin() {
        return origin;
    }

    /** Keys that the environment requires and that are not among these. */
    public List<String> missing() {
        return missing;
    }

    @Override
    public Set<Entry<String, SecretValue>> entrySet() {
        return values.entrySet();
    }

    @Override
    public SecretValue get(Object key) {
        return values.get(key);
    }

    /** The answer as it came, for a cache. */
    byte[] expose() {
        return body;
    }

    String etag() {
        return etag;
    }

    private static CofferException notCoffer() {
        return CofferException.of(200, "Not Coffer", "What was answered for the values can't be read");
    }

    /** Wipes the values. */
    @Override
    public void close() {
        values.values().forEach(SecretValue::close);
        Arrays.fill(body, (byte) 0);
    }

    /** Token by token: a tree would keep the values as texts. */
    private static final class Reading {
        private final Map<String, SecretValue> values = new LinkedHashMap<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private long version;

        void all(JsonParser json) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException();
            }
            boolean isThere = false;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = json.currentName();
                var token = json.nextToken();
                if (name.equals("secrets") && token == JsonToken.START_OBJECT) {
                    secrets(json);
                    isThere = true;
                } else if (name.equals("missing") && token == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        missing.add(json.getString());
                    }
                } else if (name.equals("version")) {
                    version = json.getLongValue();
                } else if (token == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getString());
                } else {
                    json.skipChildren();
                }
            }
            if (!isThere) {
                throw new IllegalArgumentException();
            }
        }

        private void secrets(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new IllegalArgumentException();
                }
                values.put(name, value(json));
            }
        }

        private static SecretValue value(JsonParser json) {
            var characters = new char[json.getStringLength()];
            CharBuffer.wrap(json.getStringCharacters(), json.getStringOffset(), characters.length).get(characters);
            try {
                return SecretValue.of(characters);
            } finally {
                Arrays.fill(characters, '\0');
            }
        }
    }
}
