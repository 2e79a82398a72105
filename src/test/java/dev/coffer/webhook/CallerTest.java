package dev.coffer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a hostile receiver, or a hostile name, could do to whoever calls it. */
@Tag("R19")
class CallerTest {
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);
    private static final int MOST_LINES = 100_000;

    @Test
    void an_answer_whose_headers_never_end_is_cut_off() throws Exception {
        var written = new CompletableFuture<Integer>();
        try (var listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var caller = new Caller(new Reach(Post.LOOPBACK), TO_ANSWER)) {
            Thread.ofPlatform().daemon().start(() -> written.complete(endless(listening)));

            caller.call(post("http://127.0.0.1:%d/".formatted(listening.getLocalPort())));

            assertThat(written.get(10, TimeUnit.SECONDS)).as("lines of 1 KB").isLessThan(MOST_LINES);
        }
    }

    /** The system's look-up keeps the thread below a virtual one, and of those there are as many as processors. */
    @Test
    void a_slow_name_server_holds_up_no_thread_of_the_requests() throws Exception {
        var isVirtual = new CompletableFuture<Boolean>();
        try (var caller = new Caller(new Reach(Post.LOOPBACK, _ -> {
            isVirtual.complete(Thread.currentThread().isVirtual());
            return new InetAddress[]{InetAddress.ofLiteral("10.0.0.1")};
        }), TO_ANSWER)) {
            assertThat(caller.call(post("https://slow.example/"))).isEqualTo(new Outcome.Failed(Fault.REFUSED));
        }
        assertThat(isVirtual.get(1, TimeUnit.SECONDS)).isFalse();
    }

    private static Caller.Post post(String url) {
        return new Caller.Post(URI.create(url), "{}", Map.of());
    }

    /** @return how many lines were taken before the connection was closed */
    private static int endless(ServerSocket listening) {
        int lines = 0;
        try (Socket caller = listening.accept(); var out = caller.getOutputStream()) {
            out.write("HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII));
            for (var line = "a".repeat(1_000).getBytes(StandardCharsets.US_ASCII); lines < MOST_LINES; lines++) {
                out.write(line);
            }
        } catch (IOException cutOff) {
            // as it should be
        }
        return lines;
    }
}
