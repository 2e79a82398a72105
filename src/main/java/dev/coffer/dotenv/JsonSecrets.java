package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretLimits;
import java.nio.CharBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads {@code {"KEY": "value", …}}: one flat object (RFC 8259). Numbers and booleans become the text that stands in
 * the file, null is a key without a value. Refuses objects and lists as values, and reads on behind them; of equal
 * names the last wins. Token by token, because a tree of nodes would have lost the first of two equal names.
 */
final class JsonSecrets {
    // No recycled buffers and no table of names: both would outlive the file with pieces of it in them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final JsonParser json;
    private final ImportEntries found;

    private JsonSecrets(JsonParser json, ImportEntries found) {
        this.json = json;
        this.found = found;
    }

    /** The content has to be UTF-8. */
    static ImportFile read(Plaintext content, SecretLimits limits) {
        var found = new ImportEntries(limits);
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), content.expose())) {
            return new JsonSecrets(json, found).file();
        } catch (JacksonException e) {
            // Its message would quote the file, so only the place is told.
            found.closeAll();
            var at = e.getLocation();
            return ImportFile.unreadable("The file is not JSON" + (at == null || at.getLineNr() < 1
                    ? ""
                    : ": look at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())));
        }
    }

    private ImportFile file() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return flatOnly();
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME && !found.isFull()) {
            var key = json.currentName();
            var line = json.currentTokenLocation().getLineNr();
            readValue(line, key, json.nextToken());
        }
        if (!found.isFull() && json.nextToken() != null) {
            found.closeAll();
            return ImportFile.unreadable("Something follows the JSON object. Import one object");
        }
        return found.file();
    }

    private void readValue(int line, String key, JsonToken token) {
        switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> readText(line, key);
            case VALUE_NULL -> found.add(line, key, Plaintext.of(new byte[0]), ImportEntries.Told.NOTHING);
            default -> {
                json.skipChildren();
                found.refuse(line, key, "The value is an object or a list. Write it as one string");
            }
        }
    }

    private void readText(int line, String key) {
        var text = CharBuffer.wrap(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
        if (hasLoneSurrogate(text)) {
            found.refuse(line, key, "The value has half of a character (a lone surrogate). Write the whole character");
        } else {
            found.add(line, key, Plaintext.ofText(text), ImportEntries.Told.NOTHING);
        }
    }

    private static boolean hasLoneSurrogate(CharBuffer text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static ImportFile flatOnly() {
        return ImportFile.unreadable("Write the file as one JSON object, such as {\"KEY\": \"value\"}");
    }
}
