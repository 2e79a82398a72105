package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.access.Role;
import dev.coffer.secret.Kinds;
import dev.coffer.secret.StoredValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R28")
class CofferClientTest {
    private static TestServer server;
    private static Access shop;
    private static CofferClient coffer;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        shop = server.cast.project("shop");
        coffer = CofferClient.connect(URI.create(server.url() + "/"),
                server.cast.pipelineTokenOf(server.cast.alice, "shop", Role.ADMIN));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_value_is_set_listed_found_and_deleted() throws InterruptedException {
        var secrets = coffer.secrets("shop");
        var text = "one \"two\" \\ three\n🔑\u0001";
        try (var value = SecretValue.of(text.toCharArray())) {
            secrets.set("SET_HERE", value, "preview", "production");
            assertThat(secrets.set(new SecretSetting("SET_HERE", value, List.of("preview"), Optional.of("What for"))))
                    .as("new").isFalse();
        }
        assertThat(new StoredValues(server.cast, shop).of("SET_HERE", "preview")).isEqualTo(text);
        assertThat(secrets.list()).filteredOn(each -> each.key().equals("SET_HERE")).singleElement()
                .satisfies(each -> {
                    assertThat(each.description()).isEqualTo("What for");
                    assertThat(each.configured()).containsExactly("preview", "production");
                });
        secrets.delete("SET_HERE", "production");
        assertThat(secrets.get("SET_HERE").info().configured()).containsExactly("preview");
        assertThat(secrets.exists("SET_HERE")).isTrue();
        secrets.delete("SET_HERE");
        assertThat(secrets.exists("SET_HERE")).isFalse();
        assertThat(thrown(() -> secrets.delete("SET_HERE")).status()).isEqualTo(404);
        assertThat(thrown(() -> coffer.secrets("nothing").exists("X")).status()).isEqualTo(404);
    }

    @Test
    @Tag("R14")
    void a_value_is_set_with_its_type_and_what_no_longer_fits_is_told() throws InterruptedException {
        var access = server.cast.project("typed");
        Kinds.add(server.cast.database, access, "key", Kinds.TEXT);
        var secrets = coffer(access);
        try (var good = SecretValue.of("sk_1".toCharArray()); var bad = SecretValue.of("canary".toCharArray())) {
            secrets.set("LATER", bad, "preview");
            secrets.set(new SecretSetting("LATER", good, List.of("production"), Optional.empty()).ofType("key"));
            var refused = thrown(() -> secrets.set("LATER", bad, "production"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.getMessage()).doesNotContain("canary");
        }
        var info = secrets.get("LATER").info();
        assertThat(info.type()).isEqualTo("key");
        assertThat(info.configured()).containsExactly("preview", "production");
        assertThat(info.unfit()).containsExactly("preview");
    }

    private static Secrets coffer(Access access) {
        var slug = access.project().slug();
        return CofferClient.connect(URI.create(server.url()),
                server.cast.pipelineTokenOf(server.cast.alice, slug, Role.ADMIN)).secrets(slug);
    }

    @Test
    @Tag("R21")
    @Tag("R24")
    void what_is_needed_is_declared_and_publishing_says_what_is_missing() throws InterruptedException {
        var access = server.cast.project("needs");
        var mine = CofferClient.connect(URI.create(server.url()),
                server.cast.pipelineTokenOf(server.cast.alice, "needs", Role.ADMIN));
        var requirements = mine.requirements("needs");
        var done = requirements.declare("build", List.of(new Requirement("STRIPE_KEY", true, List.of("production"),
                new Requirement.Texts("Payments", "Charges cards", "")), Requirement.of("URL", "production")));
        assertThat(done.declared()).containsExactly("STRIPE_KEY", "URL");
        assertThat(requirements.list()).extracting(Requirement::key).containsExactly("STRIPE_KEY", "URL");
        assertThat(mine.readiness("needs", "production")).matches(each -> !each.ready()
                && each.missing().getFirst().feature().equals("Payments"));
        assertThat(mine.readiness("needs", "preview").ready()).isTrue();

        var refused = thrown(() -> mine.publications("needs").publish("1", "production"));
        assertThat(refused.is("configuration-required")).isTrue();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem().missing()).extracting(MissingSecret::key).containsExactly("STRIPE_KEY", "URL");
        assertThat(refused.problem().requestId()).isNotEmpty();

        assertThat(requirements.declare("build", List.of()).removed()).containsExactly("STRIPE_KEY", "URL");
        assertThat(mine.publications("needs").publish("1", "production").version()).isEqualTo("1");
        assertThat(mine.publications("needs").list()).extracting(Publication::version).containsExactly("1");
        assertThat(mine.me().project()).contains(access.project().slug());
        assertThat(mine.environments("needs")).extracting(Environment::slug).containsExactly("preview", "production");
    }

    @Test
    void a_refusal_has_the_problem_s_fields_and_never_the_value() {
        var canary = "canary-value-that-is-refused";
        var refused = thrown(() -> coffer.secrets("shop").set("NOT A KEY",
                SecretValue.of(canary.toCharArray()), "nowhere"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem().errors()).containsKeys("key");
        assertThat(refused.toString() + refused.problem()).doesNotContain("canary");
        assertThat(SecretValue.of(canary.toCharArray())).hasToString("[secret]");
    }

    @Test
    void a_read_is_tried_again_while_the_server_is_busy_and_a_write_is_not() throws Exception {
        var asked = new AtomicInteger();
        try (var busy = new Answering(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            var isThird = asked.incrementAndGet() == 3;
            respond(exchange, isThird ? 200 : 503, isThird ? "{\"kind\":\"personal\"}" : "{\"title\":\"Busy\"}");
        })) {
            assertThat(busy.client().me().kind()).isEqualTo("personal");
            assertThat(asked).hasValue(3);
            asked.set(0);
            var refused = thrown(() -> busy.client().secrets("shop").delete("KEY"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(asked).hasValue(1);
            asked.set(3);
            assertThat(thrown(() -> busy.client().me()).status()).isEqualTo(503);
            assertThat(asked).as("three times at most").hasValue(6);
        }
    }

    @Test
    void a_redirect_is_not_followed_and_what_is_not_coffer_is_said_to_be() throws Exception {
        var asked = new AtomicInteger();
        try (var elsewhere = new Answering(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            respond(exchange, 302, "");
        }); var page = new Answering(exchange -> respond(exchange, 200, "<html>"))) {
            assertThat(thrown(() -> elsewhere.client().me())).hasMessageContaining("is not Coffer");
            assertThat(asked).hasValue(1);
            assertThat(thrown(() -> page.client().me())).hasMessageContaining("is not Coffer");
        }
    }

    @Test
    void a_server_that_is_away_is_told_apart() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var away = CofferClient.connect(URI.create("http://localhost:" + port), "cof_c");
        assertThat(thrown(away::me)).matches(CofferException::isUnreachable).matches(e -> e.status() == 0);
    }

    @Test
    void an_interrupted_thread_stops_waiting() throws Exception {
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        try (var slow = new Answering(exchange -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            var stopped = new CompletableFuture<Throwable>();
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    slow.client().me();
                } catch (Throwable e) {
                    stopped.complete(e);
                }
            });
            asked.await();
            thread.interrupt();
            assertThat(stopped.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            never.countDown();
        }
    }

    @Test
    void an_address_or_a_token_that_can_t_be_one_is_refused_at_once() {
        for (var wrong : List.of("nowhere", "ftp://example.com", "http://", "https://user:pass@example.com",
                "https://example.com?x=1")) {
            assertThatIllegalArgumentException().as(wrong)
                    .isThrownBy(() -> CofferClient.connect(URI.create(wrong.equals("http://") ? "http:///" : wrong),
                            "cof_c"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CofferClient.connect(URI.create("http://x"), "a\r\nb: c"))
                .withMessageNotContaining("a\r");
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static CofferException thrown(Work work) {
        var caught = new CofferException[1];
        assertThatExceptionOfType(CofferException.class).isThrownBy(work::run).satisfies(e -> caught[0] = e);
        return caught[0];
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A server of another make. */
    private static final class Answering implements AutoCloseable {
        private final HttpServer http;

        private interface Handler {
            void handle(HttpExchange exchange) throws IOException;
        }

        Answering(Handler handler) throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", handler::handle);
            http.start();
        }

        CofferClient client() {
            return CofferClient.connect(URI.create("http://localhost:" + http.getAddress().getPort()), "cof_c");
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
