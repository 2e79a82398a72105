package dev.coffer.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reverse proxy of the worst kind: it takes an answer in whole before it passes the first byte on, and closes the
 * connection after each. It can be cut off, and come back.
 */
final class BufferingProxy implements AutoCloseable {
    private final int to;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;
    private volatile int refused; // written by the accepting thread alone
    private volatile boolean isClosed;

    BufferingProxy(int to) {
        this.to = to;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://localhost:" + socket.getLocalPort();
    }

    /** Drops what is open, and whatever comes. */
    void cut() {
        isCut = true;
        open.forEach(BufferingProxy::drop);
    }

    /** How often somebody was turned away. */
    int refused() {
        return refused;
    }

    void restore() {
        isCut = false;
    }

    @Override
    public void close() {
        isClosed = true;
        drop(socket);
        open.forEach(BufferingProxy::drop);
    }

    private void accept() {
        while (!isClosed) {
            try {
                var client = socket.accept();
                if (isCut) {
                    drop(client);
                    refused++;
                } else {
                    open.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client; var server = new Socket(InetAddress.getLoopbackAddress(), to)) {
            server.getOutputStream().write(request(client.getInputStream()));
            server.getOutputStream().flush();
            var whole = server.getInputStream().readAllBytes();
            client.getOutputStream().write(whole);
            client.getOutputStream().flush();
        } catch (IOException cut) {
            // the other side sees it
        } finally {
            open.remove(client);
        }
    }

    /** The head, told to close the connection, and the body. */
    private static byte[] request(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        var whole = new ByteArrayOutputStream();
        int length = 0;
        for (var line : head.toString(StandardCharsets.ISO_8859_1).split("\r\n")) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            if (!lower.startsWith("connection:")) {
                whole.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        whole.writeBytes("Connection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(in.readNBytes(length));
        return whole.toByteArray();
    }

    private static void drop(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception gone) {
            // it was to go
        }
    }
}
