package dev.coffer.web;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.JsonText;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * JSON in and out of the API: snake_case names, RFC 3339 times, unknown and duplicate fields refused, nesting and sizes
 * bounded, numbers exact. A {@link Plaintext} field is read from the text of a string, and a {@link SentValue} from
 * that or from other JSON; neither is ever written.
 */
public final class Json {
    private static final int DEEPEST = 32;
    private static final String BODY = "body";

    private final JsonMapper mapper;

    /** @param largestBody bytes of the largest body that is read */
    public Json(int largestBody) {
        var limits = StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(largestBody)
                .maxDocumentLength(largestBody).maxNameLength(1_000).build();
        var factory = JsonFactory.builder().streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();
        mapper = JsonMapper.builder(factory).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule().addDeserializer(Plaintext.class, new PlaintextReader())
                        .addDeserializer(SentValue.class, new ValueReader())
                        .addDeserializer(String.class, new TextReader()))
                .build();
    }

    /**
     * The body of a request.
     *
     * @throws BadRequest where it isn't JSON of that shape; the message says where, never what stands there
     */
    public <T> T read(Context ctx, Class<T> shape) {
        var body = ctx.bodyAsBytes();
        try {
            T value = mapper.readerFor(shape).withAttribute(BODY, body).readValue(body);
            if (value == null) {
                throw new BadRequest("The body is null, and an object is wanted");
            }
            return value;
        } catch (JacksonException wrong) {
            throw wrong.getCause() instanceof BadRequest known ? known : new BadRequest(whatIsWrong(wrong));
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    private static String whatIsWrong(JacksonException wrong) {
        var place = wrong.getLocation();
        var where = place == null || place.getLineNr() < 1 ? "" : ", line %d, column %d".formatted(place.getLineNr(),
                place.getColumnNr());
        return switch (wrong) {
            case tools.jackson.databind.exc.UnrecognizedPropertyException _ ->
                "The body has a field that is not known here" + where;
            case tools.jackson.databind.DatabindException _ -> "The body has a field of the wrong kind" + where;
            case tools.jackson.core.exc.StreamConstraintsException _ ->
                "The body is nested too deeply, or a name or a number in it is too long" + where;
            default -> "The body is not JSON" + where;
        };
    }

    /** Text that every part behind it can keep: Unicode without a NUL, which PostgreSQL stores in no text. */
    private static final class TextReader extends ValueDeserializer<String> {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != tools.jackson.core.JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            var text = parser.getString();
            if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new BadRequest("The body has a text with a NUL or half a character. Remove it");
            }
            return text;
        }
    }

    private static final class PlaintextReader extends ValueDeserializer<Plaintext> {
        @Override
        public Plaintext deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != tools.jackson.core.JsonToken.VALUE_STRING) {
                return (Plaintext) context.handleUnexpectedToken(Plaintext.class, parser);
            }
            return text(parser);
        }

        static Plaintext text(JsonParser parser) {
            var text = java.nio.CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(),
                    parser.getStringLength());
            try {
                return Plaintext.ofText(text);
            } catch (IllegalArgumentException notUnicode) {
                throw new BadRequest("The body has a text that is not Unicode");
            }
        }
    }

    /** Cuts other JSON out of the body as it stands there, so that no part of it becomes a String or another number. */
    private static final class ValueReader extends ValueDeserializer<SentValue> {
        @Override
        public SentValue deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == tools.jackson.core.JsonToken.VALUE_STRING) {
                return new SentValue(PlaintextReader.text(parser), true);
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            int to = (int) parser.currentLocation().getByteOffset();
            if (from < 0) {
                throw new BadRequest("The body is not UTF-8");
            }
            return new SentValue(JsonText.cut((byte[]) context.getAttribute(BODY), from, to), false);
        }
    }
}
