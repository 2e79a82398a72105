package dev.coffer.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that costs next to nothing, since it shares the processors with the server that it
 * measures. Knows just what our server sends: a length or chunks, and neither after HEAD.
 */
final class HttpConnection implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final boolean head;
    private byte[] body = new byte[4 * 1024];

    /** A status, how many bytes of body came with it, and its tag, or null. */
    record Answer(int status, int length, String tag) {}

    /** A request that is sent again and again; {@code headers} are whole lines. */
    record Request(String method, String path, String headers, String body) {
        byte[] bytes() {
            var content = body.getBytes(StandardCharsets.UTF_8);
            var about = content.length == 0 ? ""
                    : "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(content.length);
            return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + about + "\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    HttpConnection(int port, Request request) throws IOException {
        this(port, request, READ_MILLIS);
    }

    /** One whose answers may take so long; of those there are many, so it begins with little room. */
    static HttpConnection patient(int port, Request request, int readMillis) throws IOException {
        return new HttpConnection(port, request, readMillis);
    }

    private HttpConnection(int port, Request request, int readMillis) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(readMillis);
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.request = request.bytes();
        this.head = request.method().equals("HEAD");
    }

    /** Sends the request and reads all of the answer. */
    Answer exchange() throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ")[1]);
        int length = 0;
        boolean chunked = false;
        String tag = null;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                length = Integer.parseInt(header.substring(name.length() + 1).strip());
            } else if (name.equals("transfer-encoding")) {
                chunked = true;
            } else if (name.equals("etag")) {
                tag = header.substring(name.length() + 1).strip();
            }
        }
        if (head || status == 204 || status == 304) {
            return new Answer(status, 0, tag);
        }
        return new Answer(status, chunked ? chunks() : read(0, length), tag);
    }

    /** The body of the last answer. */
    byte[] body(Answer answer) {
        return java.util.Arrays.copyOf(body, answer.length());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int chunks() throws IOException {
        int length = 0;
        for (int size = chunk(); size > 0; size = chunk()) {
            length = read(length, size);
            line();
        }
        line();
        return length;
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private int read(int from, int length) throws IOException {
        if (body.length < from + length) {
            body = java.util.Arrays.copyOf(body, 2 * (from + length));
        }
        if (in.readNBytes(body, from, length) < length) {
            throw new EOFException();
        }
        return from + length;
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
