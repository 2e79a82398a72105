package dev.coffer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A connection to the server on which every byte is the test's: for requests that no HTTP client would send. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    /** What came back until the server closed. */
    record Answer(int status, String head, String body) {
        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst();
        }
    }

    RawHttp(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends it all on a connection of its own, and reads until the server closes. */
    static Answer exchange(int port, String request) {
        try (var connection = new RawHttp(port)) {
            connection.send(request);
            return connection.answer();
        }
    }

    /** Sends characters as the bytes of ISO-8859-1; false where the server has closed already. */
    boolean send(String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** All until the server closes; status 0 where it closed without a word. */
    Answer answer() {
        var all = new StringBuilder();
        try {
            var in = socket.getInputStream();
            var chunk = new byte[8192];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                all.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            // closed all the same
        } catch (IOException e) {
            throw new IllegalStateException("the server neither answered nor closed", e);
        }
        var text = all.toString();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
