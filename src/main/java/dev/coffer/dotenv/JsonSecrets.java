package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.JsonText;
import dev.coffer.form.SecretLimits;
import java.nio.CharBuffer;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads {@code {"KEY": "value", …}}: one flat object (RFC 8259). Numbers and booleans become the text that stands in
 * the file, null is a key without a value; an object or a list is taken as its JSON, and marked as such. Of equal names
 * the last wins. Token by token, because a tree of nodes would have lost the first of two equal names.
 */
final class JsonSecrets {
    // No recycled buffers and no table of names: both would outlive the file with pieces of it in them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final JsonParser json;
    private final byte[] content;
    private final ImportEntries found;
    private int bytes;
    private long characters;

    private JsonSecrets(JsonParser json, byte[] content, ImportEntries found) {
        this.json = json;
        this.content = content;
        this.found = found;
        this.bytes = Arrays.equals(content, 0, Math.min(content.length, BOM.length), BOM, 0, BOM.length)
                ? BOM.length : 0;
    }

    /** The content has to be UTF-8. */
    static ImportFile read(Plaintext content, SecretLimits limits) {
        var found = new ImportEntries(limits);
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), content.expose())) {
            return new JsonSecrets(json, content.expose(), found).file();
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
            default -> readJson(line, key);
        }
    }

    private void readJson(int line, String key) {
        int from = bytesTo(json.currentTokenLocation().getCharOffset());
        json.skipChildren();
        int to = bytesTo(json.currentLocation().getCharOffset());
        found.add(line, key, JsonText.cut(content, from, to), ImportEntries.Told.JSON);
    }

    /** Where so many characters of the content end, none of which is before the last one asked for. */
    private int bytesTo(long characters) {
        while (this.characters < characters) {
            int lead = content[bytes] & 0xff;
            bytes += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            this.characters += lead < 0xf0 ? 1 : 2;
        }
        return bytes;
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
