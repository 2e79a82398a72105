package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Handled;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.RootKeys;
import dev.coffer.web.Audience;
import dev.coffer.web.CrossSite;
import dev.coffer.web.Guards;
import dev.coffer.web.Headers;
import dev.coffer.web.HttpServer;
import dev.coffer.web.Metrics;
import dev.coffer.web.Route;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class JsonLogTest {
    private static final String CANARY = "p%40ss \"canary\" <&>\n/x";

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final ch.qos.logback.classic.Logger log = logger();

    @Test
    void a_line_is_one_json_object_with_the_keys_that_were_added() {
        log.atInfo().addKeyValue("request_id", "0198").addKeyValue("status", 200).log("a \"quoted\"\nline");

        var line = line();
        assertThat(line).endsWith("}\n").doesNotContain("\n{").hasLineCount(1);
        var json = new JsonMapper().readTree(line);
        assertThat(json.path("level").asString()).isEqualTo("INFO");
        assertThat(json.path("logger").asString()).isEqualTo("dev.coffer.test");
        assertThat(json.path("message").asString()).isEqualTo("a \"quoted\"\nline");
        assertThat(json.path("request_id").asString()).isEqualTo("0198");
        assertThat(json.path("status").asInt()).isEqualTo(200);
        assertThat(json.path("at").asString()).endsWith("Z");
    }

    @Test
    void an_exception_tells_where_and_never_what_it_says() {
        log.atError().setCause(new IllegalStateException("canary", new RuntimeException("canary"))).log("failed");

        assertThat(line()).contains("IllegalStateException", "RuntimeException", "JsonLogTest")
                .doesNotContain("canary");
    }

    @Test
    @Tag("R30")
    void a_value_that_was_handled_comes_out_masked_in_every_encoding_even_once_it_is_let_go() {
        Handled.begin();
        try (var _ = Plaintext.ofText(CANARY)) {
            // let go again
        }
        var held = Plaintext.ofText("another-canary");
        var base64 = Base64.getEncoder().encodeToString(("user:" + CANARY).getBytes(StandardCharsets.UTF_8));
        log.atError().addKeyValue("query", "?v=" + URLEncoder.encode(CANARY, StandardCharsets.UTF_8))
                .addKeyValue("basic", base64).addKeyValue("held", held.expose().length)
                .log("{} was refused, and {}", CANARY, "another-canary");
        var json = new JsonMapper().readTree(line());
        Handled.end();
        assertThat(json.path("message").asString()).isEqualTo("<secret> was refused, and <secret>");
        assertThat(json.path("query").asString()).isEqualTo("?v=<secret>");
        assertThat(json.path("basic").asString()).contains("<secret>").doesNotContain(base64.substring(8, 20));
        assertThat(json.path("level").asString()).isEqualTo("ERROR");
        assertThat(new JsonMapper().readTree(line()).path("message").asString()).contains(CANARY);
    }

    @Test
    @Tag("R30")
    void tokens_and_what_the_configuration_holds_are_masked_always() {
        JsonLog.hide(Map.of("COFFER_METRICS_TOKEN", Plaintext.ofText("metrics-canary")));
        try (var token = BearerToken.issue(BearerToken.Kind.DEPLOYMENT).token()) {
            log.atInfo().addKeyValue("header", "Bearer " + new String(token.expose(), StandardCharsets.US_ASCII))
                    .log("metrics-canary");
        } finally {
            JsonLog.hide(Map.of());
        }
        assertThat(new JsonMapper().readTree(line()).path("header").asString()).isEqualTo("Bearer <token>");
    }

    @Test
    @Tag("R30")
    void the_root_key_is_masked_while_it_opens_the_instance(@TempDir Path folder) throws IOException {
        Handled.begin();
        RootKeys.create(folder.resolve("key")).close();
        log.atInfo().log("the key is " + Files.readString(folder.resolve("key")));
        var line = line();
        Handled.end();
        assertThat(new JsonMapper().readTree(line).path("message").asString()).startsWith("the key is <secret>")
                .hasSizeLessThan(25);
    }

    /** A bug, planted: a handler that logs what it was sent, and a failure that is told with it. */
    @Test
    @Tag("R30")
    void a_server_that_logs_a_value_by_mistake_logs_it_masked_and_keeps_nothing_for_the_next_request()
            throws Exception {
        var lines = new ArrayBlockingQueue<String>(8);
        var left = new ArrayBlockingQueue<Integer>(8);
        var route = new Route(HandlerType.POST, "/api/v1/leak", Audience.everybody(), ctx -> {
            left.add(Handled.copies().size());
            try (var value = Plaintext.ofText(ctx.body())) {
                log.atInfo().addKeyValue("size", value.size()).log("leak: " + ctx.body());
            }
            log.atInfo().log("and once it is let go: " + ctx.body());
        });
        log.addAppender(appender(lines));
        try (var server = HttpServer.start(new HttpServer.Listen("127.0.0.1", 0, 10_000), frame(), List.of(route));
                var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 2; i++) {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:%d/api/v1/leak".formatted(server.port())))
                                .header("Content-Type", "application/json").header("Authorization", "Bearer x")
                                .POST(BodyPublishers.ofString(CANARY)).build(),
                        BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(lines.poll(10, TimeUnit.SECONDS)).contains("leak: <secret>").doesNotContain("canary");
                assertThat(lines.poll(10, TimeUnit.SECONDS)).contains("and once it is let go: <secret>")
                        .doesNotContain("canary");
                assertThat(left.poll(10, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    private static HttpServer.Frame frame() {
        var headers = new Headers(false);
        return new HttpServer.Frame(headers, new Guards(headers, new CrossSite(URI.create("http://localhost"))),
                (_, _) -> {}, _ -> {}, new Metrics(_ -> false));
    }

    private Appender<ILoggingEvent> appender(Queue<String> lines) {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(new String(new JsonLog().encode(event), StandardCharsets.UTF_8));
            }
        };
        appender.start();
        return appender;
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.jooq.tools.LoggerListener", "org.postgresql.Driver", "org.eclipse.jetty.server.Server",
            "com.zaxxer.hikari.pool.HikariPool", "org.flywaydb.core.Flyway"})
    void libraries_that_print_statements_or_requests_are_kept_quiet(String logger) {
        assertThat(LoggerFactory.getLogger(logger).isInfoEnabled()).isFalse();
    }

    private String line() {
        return new String(new JsonLog().encode(events.list.getFirst()), StandardCharsets.UTF_8);
    }

    private ch.qos.logback.classic.Logger logger() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        events.start();
        var logger = context.getLogger("dev.coffer.test");
        logger.setLevel(Level.INFO);
        logger.addAppender(events);
        return logger;
    }
}
