package dev.coffer.mask;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unbescape.csv.CsvEscape;
import org.unbescape.html.HtmlEscape;
import org.unbescape.javascript.JavaScriptEscape;
import org.unbescape.uri.UriEscape;
import org.unbescape.xml.XmlEscape;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A value as other programs write it: the JDK, Jackson, Unbescape, bash. */
final class Encodings {
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    private final Map<String, String> found = new LinkedHashMap<>();

    private Encodings() {}

    /** Each encoding of a text by its name, without what the encoding itself puts around. */
    static Map<String, String> of(String value) {
        var encodings = new Encodings();
        encodings.inProcess(value);
        encodings.bash(value);
        return encodings.found;
    }

    /** All but those that bash writes, which is slow to ask. */
    static Map<String, String> withoutBash(String value) {
        var encodings = new Encodings();
        encodings.inProcess(value);
        return encodings.found;
    }

    private void inProcess(String value) {
        add("raw", value);
        digits(value);
        urls(value);
        json(value);
        markup(value);
        shell(value);
    }

    private void digits(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        add("base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
        add("base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        add("MIME", Base64.getMimeEncoder().withoutPadding().encodeToString(bytes));
        add("MIME 64", Base64.getMimeEncoder(64, new byte[]{'\n'}).withoutPadding().encodeToString(bytes));
        add("hex", HexFormat.of().formatHex(bytes));
        add("HEX", HexFormat.of().withUpperCase().formatHex(bytes));
    }

    private void urls(String value) {
        add("form", URLEncoder.encode(value, StandardCharsets.UTF_8));
        add("component", found.get("form").replace("+", "%20").replace("%7E", "~"));
        add("query", UriEscape.escapeUriQueryParam(value));
        add("path", UriEscape.escapeUriPath(value));
        add("segment", UriEscape.escapeUriPathSegment(value));
        add("lower form", lower(found.get("form")));
        add("lower component", lower(found.get("component")));
        add("all percent", each(value.getBytes(StandardCharsets.UTF_8), "%%%02X"::formatted));
        try {
            add("URI", new URI(null, null, "/" + value, null).toASCIIString().substring(1));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void json(String value) {
        var plain = new JsonMapper().writeValueAsString(value);
        add("JSON", inner(plain));
        add("JSON with slashes", inner(plain).replace("/", "\\/"));
        add("JSON in ASCII", inner(JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()).build().writeValueAsString(value)));
        add("all \\u", units(value, "\\u%04x"));
        add("all \\U", units(value, "\\u%04X"));
        if (!value.chars().allMatch(letter -> letter < 0x80)) {
            return; // \xe9 is a byte to most who write so
        }
        add("JavaScript", JavaScriptEscape.escapeJavaScript(value));
        add("all JavaScript", JavaScriptEscape.escapeJavaScript(value,
                org.unbescape.javascript.JavaScriptEscapeType.XHEXA_DEFAULT_TO_UHEXA,
                org.unbescape.javascript.JavaScriptEscapeLevel.LEVEL_3_ALL_NON_ALPHANUMERIC));
    }

    private void markup(String value) {
        add("HTML 5", HtmlEscape.escapeHtml5(value));
        add("HTML 4", HtmlEscape.escapeHtml4(value));
        add("HTML for XML", HtmlEscape.escapeHtml4Xml(value));
        add("decimal", each(value.codePoints(), "&#%d;"::formatted));
        add("hexadecimal", each(value.codePoints(), "&#x%x;"::formatted));
        add("HEXADECIMAL", each(value.codePoints(), "&#x%04X;"::formatted));
        if (!value.matches("(?s).*[\\p{Cntrl}&&[^\t\r\n]].*")) {
            add("XML", XmlEscape.escapeXml10(value));
            add("XML attribute", XmlEscape.escapeXml10Attribute(value));
        }
        if (!value.contains("\n") && CsvEscape.escapeCsv(value).startsWith("\"")) {
            add("CSV", inner(CsvEscape.escapeCsv(value)));
        }
        add("SQL", value.replace("'", "''"));
    }

    private void shell(String value) {
        add("quotes", value.replace("'", "'\\''"));
        add("Python's quotes", value.replace("'", "'\"'\"'"));
        add("double quotes", value.replaceAll("[\"$`\\\\]", "\\\\$0"));
        add("octal", each(value.getBytes(StandardCharsets.UTF_8), "\\%03o"::formatted));
        add("\\x", each(value.getBytes(StandardCharsets.UTF_8), "\\x%02x"::formatted));
    }

    private void bash(String value) {
        var bash = bash("printf %q \"$1\"", value);
        add("bash", bash.startsWith("$'") ? bash.substring(2, bash.length() - 1) : bash);
        var declared = bash("v=$1; printf %s \"${v@A}\"", value).substring("v=".length());
        add("bash's own", declared.startsWith("$'") ? declared.substring(2, declared.length() - 1) : inner(declared));
    }

    private void add(String name, String encoded) {
        found.put(name, new String(encoded.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static String bash(String script, String value) {
        try {
            var builder = new ProcessBuilder("bash", "-c", script, "bash", value);
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String lower(String text) {
        return PERCENT.matcher(text).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private static String inner(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String units(String value, String format) {
        return each(value.chars(), unit -> format.formatted(unit));
    }

    private static String each(byte[] bytes, IntFunction<String> format) {
        return each(IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff), format);
    }

    /** Formatted once for each character, since that is slow. */
    private static String each(IntStream characters, IntFunction<String> format) {
        var written = new HashMap<Integer, String>();
        return characters.mapToObj(each -> written.computeIfAbsent(each, format::apply)).collect(Collectors.joining());
    }
}
