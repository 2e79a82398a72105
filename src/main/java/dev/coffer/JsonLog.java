package dev.coffer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line on standard output: {@code at}, {@code level}, {@code logger}, {@code message}, then what was
 * added as key and value, such as {@code request_id}. Of an exception it tells the classes and places, never the
 * message, which may quote what somebody typed. Named in {@code logback.xml}.
 *
 * <p>Nobody writes a value into a line. Should a bug do it, {@link LogMask} keeps it out.
 */
public final class JsonLog extends EncoderBase<ILoggingEvent> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] NOTHING = {};
    private static final int FRAMES = 40;

    @Override
    public byte[] encode(ILoggingEvent event) {
        try (var mask = LogMask.now()) {
            return encode(event, mask);
        }
    }

    /** From now on these are kept out of every line, by their names. Closes them. */
    static void hide(Map<String, Plaintext> values) {
        LogMask.hide(values);
    }

    private static byte[] encode(ILoggingEvent event, LogMask mask) {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", mask.masked(event.getFormattedMessage()));
        event.getMDCPropertyMap().forEach((name, value) -> line.put(name, mask.masked(value)));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> line.putIfAbsent(pair.key, text(pair.value, mask)));
        }
        if (event.getThrowableProxy() != null) {
            line.put("exceptions", exceptions(event.getThrowableProxy()));
        }
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Object text(Object value, LogMask mask) {
        return value instanceof Number || value instanceof Boolean ? value : mask.masked(String.valueOf(value));
    }

    /** The exception and its causes, outermost first. */
    private static List<Map<String, Object>> exceptions(IThrowableProxy outermost) {
        return Stream.iterate(outermost, exception -> exception != null, IThrowableProxy::getCause)
                .limit(5)
                .map(exception -> Map.<String, Object>of("class", exception.getClassName(), "at", frames(exception)))
                .toList();
    }

    private static List<String> frames(IThrowableProxy exception) {
        return Stream.of(exception.getStackTraceElementProxyArray())
                .limit(FRAMES)
                .map(frame -> frame.getStackTraceElement().toString())
                .toList();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
