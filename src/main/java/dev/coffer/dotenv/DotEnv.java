package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.SecretLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a {@code .env} as the common readers do (Node's dotenv, python-dotenv, Ruby's dotenv, Docker Compose). Where
 * they differ, Node's dotenv is followed, unless that would lose a part of a value without a word:
 *
 * <ul>
 * <li>{@code KEY=value}, {@code export KEY=value}, {@code KEY: value}; blanks around the sign don't count. A byte-order
 *     mark is skipped; CRLF and CR are line ends, inside quotes too, where they become LF.
 * <li>Without quotes, a value ends at its line's end or at a {@code #} after a blank. Node and Ruby end it at any
 *     {@code #}; Python and Compose don't, and half a password is worse than a long one. A note says so.
 * <li>Single quotes and backticks keep everything. Double quotes know {@code \n \r \t \" \\ \$}, as all but Node do;
 *     any other backslash stays. All three may go over lines. After the closing quote only a comment may follow.
 * <li>{@code ${OTHER}} and {@code $(command)} stay as written: nothing is looked up, nothing is run.
 * <li>A quote that never closes, text after a closing quote and a line without a sign are refused, and reading goes on
 *     at the next line; Node would take or skip them silently. A PEM block without quotes or without a key is refused
 *     as a whole.
 * <li>The last of equal keys wins. Comments right above a key become its description, see {@link EnvComments}.
 * </ul>
 *
 * <p>One pass without recursion or regular expressions: an opening quote can't be the text that an earlier search
 * of its kind ran through, so no stretch is searched more than once for each kind of quote.
 */
final class DotEnv {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    private final byte[] text;
    private final int length;
    private final ImportEntries found;
    private final EnvComments comments;
    private int at;
    private int line = 1;

    private DotEnv(byte[] text, int length, SecretLimits limits) {
        this.text = text;
        this.length = length;
        this.found = new ImportEntries(limits);
        this.comments = new EnvComments();
    }

    /** The content has to be UTF-8. */
    static ImportFile read(Plaintext content, SecretLimits limits) {
        var bytes = content.expose();
        var text = new byte[bytes.length];
        try {
            return new DotEnv(text, copyWithLineFeeds(bytes, text), limits).file();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private ImportFile file() {
        while (at < length && !found.isFull()) {
            var start = skipBlanks(at);
            if (start == length || text[start] == '\n') {
                comments.blank();
                nextLine();
            } else if (text[start] == '#') {
                comments.add(string(start, endOfLine(start)));
                nextLine();
            } else if (startsWith(start, BEGIN)) {
                found.refuse(line, "", "A PEM block has no key. Write KEY= before it, and put it in double quotes");
                goOnAfter(start);
                comments.clear();
            } else {
                readAssignment(start);
                comments.clear();
            }
        }
        return found.file();
    }

    private void readAssignment(int start) {
        var keyStart = afterExport(start);
        var keyEnd = endOfKey(keyStart);
        var sign = skipBlanks(keyEnd);
        if (is(sign, '=')) {
            readValue(string(keyStart, keyEnd), sign + 1);
        } else if (is(keyEnd, ':') && (keyEnd + 1 == length || isBlank(text[keyEnd + 1]) || is(keyEnd + 1, '\n'))) {
            readValue(string(keyStart, keyEnd), keyEnd + 1);
        } else {
            found.refuse(line, "", "The line has no equals sign. Write KEY=value");
            nextLine();
        }
    }

    private void readValue(String key, int afterSign) {
        var start = skipBlanks(afterSign);
        if (is(start, '"') || is(start, '\'') || is(start, '`')) {
            readQuoted(key, start);
        } else {
            readUnquoted(key, start);
        }
    }

    private void readQuoted(String key, int open) {
        var close = closingQuote(open);
        if (close == length) {
            found.refuse(line, key, "The value begins with a quote that is never closed. Close it");
            goOnAfter(open + 1);
            return;
        }
        var rest = skipBlanks(close + 1);
        if (rest < length && text[rest] != '\n' && text[rest] != '#') {
            found.refuse(line, key, text[close - 1] == '\\'
                    ? "Text follows the closing quote: a backslash keeps only double quotes open. Use those"
                    : "Text follows the closing quote. Check where the value ends");
            goOnAfter(open + 1);
            return;
        }
        var last = line + count('\n', open, close);
        var notes = new ArrayList<String>();
        if (last > line) {
            notes.add("The value goes from line " + line + " to line " + last);
        }
        var value = text[open] == '"' ? unescape(open + 1, close) : Arrays.copyOfRange(text, open + 1, close);
        add(key, value, is(rest, '#') ? string(rest, endOfLine(rest)) : "", notes);
        line = last;
        at = close;
        nextLine();
    }

    private void readUnquoted(String key, int start) {
        var lineEnd = endOfLine(start);
        var comment = start;
        while (comment < lineEnd && !(text[comment] == '#' && isBlank(text[comment - 1]))) {
            comment++;
        }
        var end = comment;
        while (end > start && isBlank(text[end - 1])) {
            end--;
        }
        var first = line;
        if (skipPem(start)) {
            found.refuse(first, key, "The value goes over several lines. Put it in double quotes");
            return;
        }
        var notes = count('#', start, end) == 0
                ? List.<String>of()
                : List.of("The # is taken as a part of the value; some readers would end the value there");
        add(key, Arrays.copyOfRange(text, start, end), string(comment, lineEnd), notes);
        nextLine();
    }

    private void add(String key, byte[] value, String beside, List<String> notes) {
        var above = comments.describe(key);
        var description = above.isEmpty() ? EnvComments.describe(key, beside) : above;
        var marked = comments.marked(key, beside);
        if (DescriptionCheck.looksLikeValue(description)) {
            notes = new ArrayList<>(notes);
            notes.add("The comment looks like it holds a value, so it does not become the description");
            description = "";
            marked = new Marked(marked.need(), marked.sample(), "");
        }
        found.add(line, key, Plaintext.of(value), new ImportEntries.Told(description, notes, marked));
    }

    private void goOnAfter(int refused) {
        if (!skipPem(refused)) {
            nextLine();
        }
    }

    /**
     * Goes on after a PEM block that begins at a place, if it has an end on a later line: its lines of base64 would
     * read as keys, and a piece of a private key would stand in a message.
     */
    private boolean skipPem(int begin) {
        if (!startsWith(begin, BEGIN)) {
            return false;
        }
        var i = begin + BEGIN.length();
        var last = endOfLine(begin);
        // A block ends before the next one begins, so that no stretch is searched twice.
        while (i < length && !startsWith(i, END) && !startsWith(i, BEGIN)) {
            i++;
        }
        if (i <= last || !startsWith(i, END)) {
            return false;
        }
        line += count('\n', at, i);
        at = i;
        nextLine();
        return true;
    }

    private int closingQuote(int open) {
        var i = open + 1;
        while (i < length && text[i] != text[open]) {
            i += text[i] == '\\' && text[open] == '"' ? 2 : 1;
        }
        return Math.min(i, length);
    }

    private byte[] unescape(int start, int end) {
        var value = new byte[end - start];
        var size = 0;
        for (var i = start; i < end; i++) {
            var escaped = text[i] == '\\' && i + 1 < end ? escaped(text[i + 1]) : -1;
            if (escaped >= 0) {
                i++;
            }
            value[size++] = escaped >= 0 ? (byte) escaped : text[i];
        }
        var exact = Arrays.copyOf(value, size);
        Arrays.fill(value, (byte) 0);
        return exact;
    }

    private static int escaped(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '$' -> letter;
            default -> -1;
        };
    }

    /** {@code export KEY=}, but not {@code export=} or {@code export =}, where export is the key. */
    private int afterExport(int start) {
        var word = start + "export".length();
        if (!startsWith(start, "export") || word >= length || !isBlank(text[word])) {
            return start;
        }
        var next = skipBlanks(word);
        return is(next, '=') || is(next, '\n') || next == length ? start : next;
    }

    private int endOfKey(int start) {
        var i = start;
        while (i < length && text[i] != '=' && text[i] != ':' && text[i] != '\n' && !isBlank(text[i])) {
            i++;
        }
        return i;
    }

    private void nextLine() {
        at = Math.min(endOfLine(at) + 1, length);
        line++;
    }

    private int endOfLine(int from) {
        var i = from;
        while (i < length && text[i] != '\n') {
            i++;
        }
        return i;
    }

    private int skipBlanks(int from) {
        var i = from;
        while (i < length && isBlank(text[i])) {
            i++;
        }
        return i;
    }

    private int count(char c, int from, int to) {
        var count = 0;
        for (var i = from; i < to; i++) {
            count += text[i] == c ? 1 : 0;
        }
        return count;
    }

    private boolean is(int place, char c) {
        return place < length && text[place] == c;
    }

    private boolean startsWith(int place, String ascii) {
        if (place + ascii.length() > length) {
            return false;
        }
        for (var i = 0; i < ascii.length(); i++) {
            if (text[place + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String string(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == 0x0b || b == '\f';
    }

    /** Without the byte-order mark; gives the length of what it wrote. */
    private static int copyWithLineFeeds(byte[] from, byte[] to) {
        var bom = from.length >= 3 && from[0] == (byte) 0xef && from[1] == (byte) 0xbb && from[2] == (byte) 0xbf;
        var size = 0;
        for (var i = bom ? 3 : 0; i < from.length; i++) {
            if (from[i] == '\r') {
                to[size++] = '\n';
                i += i + 1 < from.length && from[i + 1] == '\n' ? 1 : 0;
            } else {
                to[size++] = from[i];
            }
        }
        return size;
    }
}
