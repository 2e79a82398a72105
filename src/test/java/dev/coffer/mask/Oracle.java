package dev.coffer.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what masked text has to be, the slow and simple way: the whole text is at hand, each encoding is undone as a
 * whole, each value is looked for at each place. Texts are bytes, a character each.
 */
final class Oracle {
    private static final String HEX = "[0-9a-fA-F]";
    private static final Pattern URL = Pattern.compile("(?s)%(H{2})|.".replace("H", HEX));
    private static final Pattern FORM = Pattern.compile("(?s)%(H{2})|(\\+)|.".replace("H", HEX));
    private static final Pattern BACKSLASH = Pattern.compile(("(?s)\\\\u([dD][89abAB]HH)\\\\u([dD][c-fC-F]HH)"
            + "|\\\\u(?![dD][89a-fA-F])(H{4})|\\\\u\\{(H{1,6})}|\\\\U(H{8})|\\\\x(H{2})|\\\\([0-3][0-7]{2})"
            + "|\\\\([nrtbfvaeE])|\\\\([^A-Za-z0-9\u0080-\u00ff])|.").replace("H", HEX));
    private static final Pattern ENTITY = Pattern.compile(
            "(?s)&#([0-9]{1,9});|&#[xX](H{1,8});|&(amp|lt|gt|quot|apos|colon|sol|eacute);|.".replace("H", HEX));
    private static final Pattern QUOTED = Pattern.compile("(?s)'\\\\''|'\"'\"'|.");
    private static final Pattern DOUBLED = Pattern.compile("(?s)''|.");
    private static final Pattern DOUBLED_DOUBLE = Pattern.compile("(?s)\"\"|.");
    private static final String LETTERS = "nrtbfvaeE";
    private static final String MEANT = "\n\r\t\b\f\u000b\u0007\u001b\u001b";
    private static final Map<String, String> NAMED = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'",
            "colon", ":", "sol", "/", "eacute", "\u00c3\u00a9");
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final Map<String, List<String>> needles = new TreeMap<>();

    /** What was meant: a byte and where it stood. */
    private record Meant(char value, int start, int end) {}

    /** @param rank 0 for a whole value, 1 for a part */
    record Hit(int start, int end, int rank, String name) {}

    /** Values are bytes, a character each. */
    Oracle(Map<String, String> values) {
        values.forEach((name, value) -> {
            var parts = new ArrayList<>(List.of(value));
            if (value.length() >= 8) {
                for (var line : value.split("[\r\n]")) {
                    var bare = line.replaceAll("^[ \t]+|[ \t]+$", "");
                    if (bare.matches("(?s).*[A-Za-z0-9\u0080-\u00ff].*")) {
                        parts.add(bare);
                    }
                }
            }
            if (value.matches("[ \t\r\n]*\"[^\"\\\\\\p{Cntrl}\u0080-\u00ff]*\"[ \t\r\n]*")) {
                parts.add(value.strip().substring(1, value.strip().length() - 1));
            }
            needles.put(name, parts.stream().filter(part -> part.length() >= 8).distinct().toList());
        });
    }

    String mask(String text) {
        var out = new StringBuilder();
        int done = 0;
        String last = "";
        for (var hit : hits(text)) {
            if (hit.end() <= done) {
                continue;
            }
            if (hit.start() >= done) {
                out.append(text, done, hit.start());
            }
            if (hit.start() >= done || !hit.name().equals(last)) {
                out.append("<secret:").append(hit.name().toLowerCase()).append('>');
            }
            last = hit.name();
            done = hit.end();
        }
        return out.append(text.substring(done)).toString();
    }

    /** Leftmost, longest, then by name. */
    List<Hit> hits(String text) {
        var found = new HashSet<Hit>();
        find(plain(text), found);
        find(tokens(text, URL, Oracle::percent), found);
        find(tokens(text, FORM, Oracle::percent), found);
        find(tokens(text, BACKSLASH, Oracle::backslash), found);
        find(tokens(text, ENTITY, Oracle::entity), found);
        find(tokens(text, QUOTED, token -> token.group().substring(0, 1)), found);
        find(tokens(text, DOUBLED, token -> token.group().substring(0, 1)), found);
        find(tokens(text, DOUBLED_DOUBLE, token -> token.group().substring(0, 1)), found);
        findBits(text, 6, found);
        findBits(text, 4, found);
        return found.stream().sorted(Comparator.comparingInt(Hit::start).thenComparing(hit -> -hit.end())
                .thenComparing(Hit::rank).thenComparing(Hit::name)).toList();
    }

    private void find(List<Meant> stream, Set<Hit> found) {
        var text = new StringBuilder();
        stream.forEach(meant -> text.append(meant.value()));
        needles.forEach((name, parts) -> {
            for (var part : parts) {
                for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + 1)) {
                    found.add(new Hit(stream.get(i).start(), stream.get(i + part.length() - 1).end(),
                            part.equals(parts.getFirst()) ? 0 : 1, name));
                }
            }
        });
    }

    private static List<Meant> plain(String text) {
        var stream = new ArrayList<Meant>();
        for (int i = 0; i < text.length(); i++) {
            stream.add(new Meant(text.charAt(i), i, i + 1));
        }
        return stream;
    }

    private interface Reading {
        String read(Matcher token);
    }

    private static List<Meant> tokens(String text, Pattern pattern, Reading reading) {
        var stream = new ArrayList<Meant>();
        var token = pattern.matcher(text);
        while (token.find()) {
            boolean isQuote = pattern == QUOTED || pattern == DOUBLED || pattern == DOUBLED_DOUBLE;
            for (char value : reading.read(token).toCharArray()) {
                stream.add(new Meant(value, token.start(), isQuote ? token.start() + 1 : token.end()));
            }
        }
        return stream;
    }

    private static String percent(Matcher token) {
        if (token.groupCount() > 1 && token.group(2) != null) {
            return " ";
        }
        return token.group(1) == null ? token.group() : Character.toString(Integer.parseInt(token.group(1), 16));
    }

    private static String backslash(Matcher token) {
        if (token.group(1) != null) {
            return utf8(Character.toCodePoint((char) Integer.parseInt(token.group(1), 16),
                    (char) Integer.parseInt(token.group(2), 16)), token);
        }
        for (int group = 3; group <= 5; group++) {
            if (token.group(group) != null) {
                return utf8(Integer.parseUnsignedInt(token.group(group), 16), token);
            }
        }
        if (token.group(6) != null) {
            return Character.toString(Integer.parseInt(token.group(6), 16));
        }
        if (token.group(7) != null) {
            return Character.toString(Integer.parseInt(token.group(7), 8));
        }
        if (token.group(8) != null) {
            return MEANT.substring(LETTERS.indexOf(token.group(8)), LETTERS.indexOf(token.group(8)) + 1);
        }
        return token.group(9) != null ? token.group(9) : token.group();
    }

    private static String entity(Matcher token) {
        if (token.group(1) != null) {
            return utf8(Integer.parseInt(token.group(1)), token);
        }
        if (token.group(2) != null) {
            return utf8(Integer.parseUnsignedInt(token.group(2), 16), token);
        }
        return token.group(3) != null ? NAMED.get(token.group(3)) : token.group();
    }

    private static String utf8(int character, Matcher token) {
        return !Character.isValidCodePoint(character) ? token.group()
                : new String(Character.toString(character).getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
    }

    private void findBits(String text, int width, Set<Hit> found) {
        var run = new ArrayList<int[]>();
        int line = 0;
        for (int i = 0; i <= text.length(); i++) {
            int digit = i == text.length() ? -1 : digit(text.charAt(i), width);
            if (digit >= 0) {
                run.add(new int[]{digit, i});
                line++;
                continue;
            }
            var broken = Pattern.compile("[\r\n][\n \t]{0,79}").matcher(text).region(i, text.length());
            if (line >= 60 && broken.lookingAt() && broken.end() < text.length()
                    && digit(text.charAt(broken.end()), width) >= 0) {
                i = broken.end() - 1;
            } else {
                findInRun(run, width, found);
                run.clear();
            }
            line = 0;
        }
    }

    private void findInRun(List<int[]> run, int width, Set<Hit> found) {
        var bits = new StringBuilder();
        run.forEach(digit -> bits.append(bits(digit[0], width)));
        needles.forEach((name, parts) -> {
            for (var part : parts) {
                var wanted = new StringBuilder();
                part.chars().forEach(value -> wanted.append(bits(value, 8)));
                for (int i = bits.indexOf(wanted.toString()); i >= 0; i = bits.indexOf(wanted.toString(), i + 1)) {
                    if (i % (width == 4 ? 4 : 2) == 0) {
                        found.add(new Hit(run.get(i / width)[1], run.get((i + wanted.length() - 1) / width)[1] + 1,
                                part.equals(parts.getFirst()) ? 0 : 1, name));
                    }
                }
            }
        });
    }

    private static int digit(char letter, int width) {
        return width == 4 ? letter < 128 ? Character.digit(letter, 16) : -1
                : BASE64.indexOf(letter == '-' ? '+' : letter == '_' ? '/' : letter);
    }

    private static String bits(int value, int width) {
        var bits = new char[width];
        for (int i = 0; i < width; i++) {
            bits[i] = (value >> width - 1 - i & 1) == 0 ? '0' : '1';
        }
        return String.valueOf(bits);
    }

    /** The text cut in two at each place. */
    static List<String[]> halves(String text) {
        var halves = new ArrayList<String[]>();
        for (int i = 0; i <= text.length(); i++) {
            halves.add(new String[]{text.substring(0, i), text.substring(i)});
        }
        return halves;
    }

    static String[] cut(String text, int size) {
        return Arrays.stream(text.split("(?s)(?<=\\G.{" + size + "})")).toArray(String[]::new);
    }
}
