package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.access.Authorizer;
import dev.coffer.access.Deployed;
import dev.coffer.access.Deployed.Mark;
import dev.coffer.access.DeploymentAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who wait are woken whatever befell the looks before. */
@Tag("R32")
@Timeout(60)
class WaitersTest {
    private static final Mark FIRST = new Mark(1, 0);
    private static final Mark SECOND = new Mark(2, 0);

    private final DeploymentAccess access = access();

    @Test
    void a_look_at_the_projects_that_fails_by_a_bug_is_not_the_last_one() {
        var looks = new AtomicInteger();
        try (var waiters = new Waiters(projects -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
            return Map.of(access.projectId(), SECOND);
        }, (_, mark) -> set("two", mark), _ -> () -> {})) {
            assertThat(waiters.await(access, set("one", FIRST), Duration.ofSeconds(30)).orElseThrow().join()).isTrue();
        }
    }

    @Test
    void nor_is_one_at_a_deployment() {
        var looks = new AtomicInteger();
        try (var waiters = new Waiters(_ -> Map.of(access.projectId(), SECOND), (_, mark) -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
            return set("two", mark);
        }, _ -> () -> {})) {
            assertThat(waiters.await(access, set("one", FIRST), Duration.ofSeconds(30)).orElseThrow().join()).isTrue();
        }
    }

    @Test
    void what_is_said_in_the_database_and_is_no_id_ends_nothing() {
        var told = new AtomicReference<Consumer<String>>();
        try (var waiters = new Waiters(_ -> Map.of(access.projectId(), SECOND), (_, mark) -> set("two", mark),
                heard -> {
                    told.set(heard);
                    return () -> {};
                })) {
            var waiting = waiters.await(access, set("one", FIRST), Duration.ofSeconds(30)).orElseThrow();
            told.get().accept("no id");
            assertThat(waiting.join()).isTrue();
        }
    }

    private static ReadSet set(String tag, Mark mark) {
        return new ReadSet(List.of(), List.of(), new ReadSet.Edition(1, Instant.EPOCH), tag, mark);
    }

    private static DeploymentAccess access() {
        var project = new Access.Project(UUID.randomUUID(), UUID.randomUUID(), "shop", "Shop");
        return new Authorizer(null).deployment(new Deployed(new Deployed.Token(UUID.randomUUID(), "x", Instant.MAX),
                project, UUID.randomUUID(), new Deployed.Place(UUID.randomUUID(), "api"),
                new Deployed.Place(UUID.randomUUID(), "production"), false, FIRST), Cast.origin());
    }
}
