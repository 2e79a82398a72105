package dev.coffer;

import dev.coffer.db.Address;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stands between the server and PostgreSQL and counts the statements that pass (PostgreSQL's message formats, 54.7):
 * whatever asks the database is counted, however it asks.
 */
public final class StatementCounter implements AutoCloseable {
    private static final int STARTUP = 3 << 16;
    private final Address to;
    private final ServerSocket socket;
    private final AtomicInteger count = new AtomicInteger();

    public StatementCounter(Address to) {
        this.to = to;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database through here. */
    public Address address() {
        return new Address(to.url().replaceFirst("//[^/]+/", "//localhost:" + socket.getLocalPort() + "/"), to.user(),
                to.password());
    }

    /** How many statements it takes at the least of a few times: the pool looks after its connections now and then. */
    public int of(Supplier<?> work) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            int before = count.get();
            work.get();
            least = Math.min(least, count.get() - before);
        }
        return least;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (true) {
            try {
                var client = socket.accept();
                var uri = URI.create(to.url().substring("jdbc:".length()));
                var server = new Socket(uri.getHost(), uri.getPort());
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> answer(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket server, Socket client) {
        try (server; client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ended) {
            // by either side
        }
    }

    private void pass(Socket client, Socket server) {
        try (client; server) {
            var in = new DataInputStream(client.getInputStream());
            var out = server.getOutputStream();
            while (send(out, new byte[0], in) != STARTUP) {
                // asks for encryption first, without a type
            }
            while (true) {
                byte type = in.readByte();
                if (type == 'E' || type == 'Q') {
                    count.incrementAndGet();
                }
                send(out, new byte[]{type}, in);
            }
        } catch (IOException ended) {
            // by either side
        }
    }

    /** A message as its length says; its first number. */
    private static int send(OutputStream out, byte[] type, DataInputStream in) throws IOException {
        int length = in.readInt();
        var body = in.readNBytes(length - 4);
        var message = ByteBuffer.allocate(type.length + length).put(type).putInt(length).put(body).array();
        out.write(message);
        out.flush();
        return body.length < 4 ? 0 : ByteBuffer.wrap(body).getInt();
    }
}
