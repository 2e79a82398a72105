package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class JsonLogTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger log = logger();

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

    @ParameterizedTest
    @ValueSource(strings = {"org.jooq.tools.LoggerListener", "org.postgresql.Driver", "org.eclipse.jetty.server.Server",
            "com.zaxxer.hikari.pool.HikariPool", "org.flywaydb.core.Flyway"})
    void libraries_that_print_statements_or_requests_are_kept_quiet(String logger) {
        assertThat(LoggerFactory.getLogger(logger).isInfoEnabled()).isFalse();
    }

    private String line() {
        return new String(new JsonLog().encode(events.list.getFirst()), StandardCharsets.UTF_8);
    }

    private Logger logger() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        events.start();
        var logger = context.getLogger("dev.coffer.test");
        logger.setLevel(Level.INFO);
        logger.addAppender(events);
        return logger;
    }
}
