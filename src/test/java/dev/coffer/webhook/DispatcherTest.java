package dev.coffer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.WebhookSecret;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.webhook.Delivery.Status;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.json.JsonMapper;

/** Deliveries to a real receiver; time passes only where a test turns the clock. */
@Tag("R19")
class DispatcherTest {
    private static final String CHANGED = "secret.changed";
    private static Post post;

    private Receiver receiver;
    private Dispatcher dispatcher;
    private Access alice;

    @BeforeAll
    static void start() {
        post = new Post();
    }

    @AfterAll
    static void stop() {
        post.close();
    }

    @BeforeEach
    void begin(TestInfo test) {
        receiver = new Receiver();
        dispatcher = post.dispatcher();
        alice = post.cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
    }

    @AfterEach
    void end() {
        // What a test left to be told is no other test's business.
        post.webhooks.list(alice).forEach(webhook -> Post.ok(post.webhooks.delete(alice, webhook.id())));
        dispatcher.close();
        receiver.close();
    }

    @Test
    void a_delivery_is_signed_and_names_the_key_and_never_the_value() throws Exception {
        var known = post.webhook(alice, receiver.url("/hook?token=abc"), CHANGED);
        post.set(alice, "API_KEY", "canary-4711");

        assertThat(dispatcher.deliverDue()).isEqualTo(1);

        var call = receiver.calls.getFirst();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /hook?token=abc");
        assertThat(call.body()).doesNotContain("canary");
        assertThat(call.header("Content-Type")).isEqualTo("application/json");
        assertThat(call.header("Coffer-Event")).isEqualTo(CHANGED);
        assertThat(call.header("Coffer-Delivery")).isEqualTo(post.only(alice, known).id().toString());
        assertThat(call.header("Accept-Encoding")).isNull();
        var seconds = post.clock.instant().getEpochSecond();
        assertThat(call.header("Coffer-Signature")).isEqualTo("t=%d,v1=%s".formatted(seconds,
                WebhookSecret.signature(Plaintext.ofText(known.secret()), seconds, call.body())));
        var body = new JsonMapper().readTree(call.body());
        assertThat(body.path("event").asString()).isEqualTo(CHANGED);
        assertThat(body.path("keys").toString()).isEqualTo("[\"API_KEY\"]");
        assertThat(body.path("environments").toString()).isEqualTo("[\"preview\"]");
        assertThat(body.path("what").asString()).isEqualTo("created");
        assertThat(body.path("actor").toString()).isEqualTo("{\"name\":\"Alice\",\"kind\":\"person\"}");
        assertThat(body.path("href").asString())
                .isEqualTo("https://coffer.example/projects/%s/secrets/API_KEY".formatted(alice.project().slug()));
        assertThat(post.only(alice, known)).matches(one -> one.status() == Status.DELIVERED);
        assertThat(dispatcher.deliverDue()).isZero();
    }

    @Test
    void events_arrive_in_their_order() throws Exception {
        post.webhook(alice, receiver.url("/"), CHANGED);
        IntStream.range(0, 20).forEach(i -> post.set(alice, "K" + i, "v"));

        assertThat(dispatcher.deliverDue()).isEqualTo(20);
        assertThat(receiver.calls)
                .extracting(call -> new JsonMapper().readTree(call.body()).path("keys").get(0).asString())
                .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "K" + i).toList());
    }

    @Test
    void one_that_fails_is_tried_eight_times_with_growing_pauses_and_then_given_up() throws Exception {
        var known = post.webhook(alice, receiver.url("/"), CHANGED);
        receiver.answers(500);
        post.set(alice, "A", "v");

        assertThat(dispatcher.deliverDue()).isEqualTo(1);
        for (var pause : DueDeliveries.PAUSES) {
            assertThat(post.only(alice, known)).matches(one -> one.status() == Status.WAITING
                    && one.tries().status().getAsInt() == 500);
            post.clock.turn(pause.minusMillis(1));
            assertThat(dispatcher.deliverDue()).as("before %s", pause).isZero();
            post.clock.turn(pause.dividedBy(5).plusMillis(1));
            assertThat(dispatcher.deliverDue()).as("after %s", pause).isEqualTo(1);
        }

        assertThat(receiver.calls).hasSize(8).extracting(call -> call.header("Coffer-Delivery")).containsOnly(
                post.only(alice, known).id().toString());
        assertThat(post.only(alice, known)).matches(one -> one.status() == Status.GIVEN_UP
                && one.tries().count() == 8);
        post.clock.turn(Duration.ofDays(1));
        assertThat(dispatcher.deliverDue()).isZero();
    }

    @Test
    void one_that_was_given_up_is_tried_again_on_demand_with_all_its_attempts() throws Exception {
        var known = post.webhook(alice, receiver.url("/"), CHANGED);
        receiver.answers(503);
        post.set(alice, "A", "v");
        dispatcher.deliverDue();
        receiver.answers(200);

        Post.ok(post.deliveries.retry(alice, known.webhook().id(), post.only(alice, known).id()));

        assertThat(dispatcher.deliverDue()).isEqualTo(1);
        assertThat(post.only(alice, known).status()).isEqualTo(Status.DELIVERED);
        Post.ok(post.deliveries.retry(alice, known.webhook().id(), post.only(alice, known).id()));
        assertThat(dispatcher.deliverDue()).isEqualTo(1);
        assertThat(receiver.calls).extracting(call -> call.header("Coffer-Delivery")).hasSize(3).containsOnly(
                post.only(alice, known).id().toString());
    }

    @Test
    void what_was_written_before_a_server_died_is_delivered_by_the_next_one() throws Exception {
        post.webhook(alice, receiver.url("/"), CHANGED);
        post.set(alice, "A", "v");
        // One server takes it and dies in the middle of the call: neither delivered nor lost.
        assertThat(post.due.take(4, Set.of())).hasSize(1);
        assertThat(dispatcher.deliverDue()).as("while the lease runs").isZero();

        post.clock.turn(Deliveries.LEASE);

        assertThat(dispatcher.deliverDue()).isEqualTo(1);
        assertThat(receiver.calls).hasSize(1);
    }

    @Test
    void a_change_that_is_rolled_back_tells_nothing() throws Exception {
        post.webhook(alice, receiver.url("/"), CHANGED);
        try {
            post.cast.database.transact(tx -> {
                post.audit.record(tx, alice, dev.coffer.audit.AuditEntry.of(dev.coffer.audit.AuditAction.SECRET_SET)
                        .secret(java.util.UUID.randomUUID(), "A").environments(List.of("preview")));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        assertThat(dispatcher.deliverDue()).isZero();
    }

    @Test
    void a_hundred_changes_are_a_hundred_deliveries_once_each_with_two_dispatchers() throws Exception {
        post.webhook(alice, receiver.url("/"), CHANGED);
        IntStream.range(0, 100).forEach(i -> post.set(alice, "K" + i, "v"));

        try (var other = post.dispatcher(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = threads.invokeAll(List.<Callable<Integer>>of(() -> drained(dispatcher), () -> drained(other)));
            int attempts = both.get(0).get() + both.get(1).get();
            assertThat(attempts).isEqualTo(100);
        }
        assertThat(receiver.calls).hasSize(100);
        assertThat(new HashSet<>(receiver.calls.stream().map(call -> call.header("Coffer-Delivery")).toList()))
                .hasSize(100);
    }

    /** As its thread does: looks again while the other one has something under way. */
    private int drained(Dispatcher one) throws InterruptedException {
        int attempts = 0;
        while (receiver.calls.size() < 100) {
            attempts += one.deliverDue();
        }
        return attempts + one.deliverDue();
    }

    @Test
    void a_disabled_webhook_is_told_nothing_also_not_what_waits() throws Exception {
        var known = post.webhook(alice, receiver.url("/"), CHANGED);
        post.set(alice, "A", "v");
        Post.ok(post.webhooks.change(alice, known.webhook().id(), new WebhookChange(null, null, false, null)));
        post.set(alice, "B", "v");

        assertThat(dispatcher.deliverDue()).isZero();
        assertThat(post.only(alice, known)).matches(one -> one.status() == Status.GIVEN_UP
                && one.tries().fault().orElse("").equals("disabled"));
        assertThat(post.deliveries.retry(alice, known.webhook().id(), post.only(alice, known).id()))
                .isEqualTo(Result.conflict(Clash.Kind.BLOCKED, "This webhook is disabled. Enable it first"));
    }

    @Test
    void a_receiver_that_is_gone_disables_its_webhook_and_the_audit_log_says_so() throws Exception {
        var known = post.webhook(alice, receiver.url("/t0ken"), CHANGED);
        receiver.answers(410);
        post.set(alice, "A", "v");
        post.set(alice, "B", "v");

        assertThat(dispatcher.deliverDue()).isEqualTo(1);

        var now = post.webhooks.get(alice, known.webhook().id());
        assertThat(now.enabled()).isFalse();
        assertThat(post.deliveries.list(alice, now.id(), null, 10)).extracting(Delivery::status)
                .containsOnly(Status.GIVEN_UP);
        assertThat(post.audit.page(alice, OptionalLong.empty(), 1).getFirst()).matches(
                row -> row.label().equals("Changed a webhook") && row.object().contains("410 Gone")
                        && row.object().contains("127.0.0.1") && !row.object().contains("t0ken"));
        assertThat(post.audit.firstFault(alice)).isEmpty();
    }

    @Test
    void a_receiver_that_never_answers_is_cut_off_and_delays_nobody_else() throws Exception {
        try (var quick = new Receiver()) {
            receiver.keepsSilent();
            var silent = post.webhook(alice, receiver.url("/"), CHANGED);
            post.webhook(alice, quick.url("/"), CHANGED);
            IntStream.range(0, 3).forEach(i -> post.set(alice, "K" + i, "v"));

            assertThat(dispatcher.deliverDue()).isEqualTo(6);

            assertThat(quick.calls).hasSize(3);
            assertThat(post.deliveries.list(alice, silent.webhook().id(), null, 10)).hasSize(3)
                    .allMatch(one -> one.tries().fault().orElse("").equals("timed-out"));
        }
    }

    @Test
    void a_redirect_to_the_inside_is_not_followed() throws Exception {
        try (var inner = new Receiver()) {
            receiver.redirectsTo(inner.url("/admin"));
            var known = post.webhook(alice, receiver.url("/"), CHANGED);
            post.set(alice, "A", "v");

            dispatcher.deliverDue();

            assertThat(inner.calls).isEmpty();
            assertThat(receiver.calls).hasSize(1);
            assertThat(post.only(alice, known)).matches(one -> one.status() == Status.WAITING
                    && one.tries().status().getAsInt() == 302);
        }
    }

    @Test
    void no_cookie_is_kept_and_no_connection_used_twice() throws Exception {
        post.webhook(alice, receiver.url("/"), CHANGED);
        post.set(alice, "A", "v");
        post.set(alice, "B", "v");

        dispatcher.deliverDue();

        assertThat(receiver.calls).hasSize(2).allMatch(call -> call.header("Cookie") == null
                && "close".equals(call.header("Connection")));
    }

    @Test
    void a_name_that_comes_to_stand_for_loopback_is_not_called() throws Exception {
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        var publicly = InetAddress.ofLiteral("93.184.215.14");
        for (var addresses : List.of(new InetAddress[]{loopback}, new InetAddress[]{publicly, loopback},
                new InetAddress[]{loopback, publicly})) {
            var known = post.webhook(alice, "https://rebound.example:%d/".formatted(receiver.port()), CHANGED);
            post.set(alice, "A", "v");
            try (var strict = post.dispatcher(new Reach(List.of(), _ -> addresses))) {
                assertThat(strict.deliverDue()).isEqualTo(1);
            }
            assertThat(post.only(alice, known).tries().fault()).contains("refused");
            Post.ok(post.webhooks.delete(alice, known.webhook().id()));
        }
        assertThat(receiver.calls).isEmpty();
    }

    @Test
    void localhost_is_refused_where_nobody_allows_it() throws Exception {
        var known = post.webhook(alice, "http://localhost:%d/".formatted(receiver.port()), CHANGED);
        post.set(alice, "A", "v");

        try (var strict = post.dispatcher(new Reach(List.of()))) {
            strict.deliverDue();
        }

        assertThat(receiver.calls).isEmpty();
        assertThat(post.only(alice, known).tries().fault()).contains("refused");
    }

    @Test
    void the_connection_goes_to_the_address_that_was_checked() throws Exception {
        var lookups = new java.util.concurrent.atomic.AtomicInteger();
        var known = post.webhook(alice, "http://rebinding.example:%d/".formatted(receiver.port()), CHANGED);
        post.set(alice, "A", "v");
        // The first answer is allowed; whoever asks twice is led elsewhere.
        try (var once = post.dispatcher(new Reach(Post.LOOPBACK, _ -> new InetAddress[]{InetAddress.ofLiteral(
                lookups.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254")}))) {
            once.deliverDue();
        }

        assertThat(lookups).hasValue(1);
        assertThat(receiver.calls).hasSize(1);
        assertThat(receiver.calls.getFirst().header("Host")).startsWith("rebinding.example");
        assertThat(post.only(alice, known).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void nobody_there_and_no_such_host_are_told_apart() throws Exception {
        int port = receiver.port();
        receiver.close();
        var absent = post.webhook(alice, "http://127.0.0.1:%d/".formatted(port), CHANGED);
        var unknown = post.webhook(alice, "https://nothing.invalid/", CHANGED);
        post.set(alice, "A", "v");

        dispatcher.deliverDue();

        assertThat(post.only(alice, absent).tries().fault()).contains("unreachable");
        assertThat(post.only(alice, unknown).tries().fault()).contains("unknown-host");
    }

    @Test
    void a_new_secret_signs_from_then_on() throws Exception {
        var known = post.webhook(alice, receiver.url("/"), CHANGED);
        post.set(alice, "A", "v");
        var rolled = Post.text(Post.ok(post.webhooks.roll(alice, known.webhook().id())).secret());

        dispatcher.deliverDue();

        var call = receiver.calls.getFirst();
        assertThat(rolled).isNotEqualTo(known.secret());
        assertThat(call.header("Coffer-Signature")).endsWith(WebhookSecret.signature(Plaintext.ofText(rolled),
                post.clock.instant().getEpochSecond(), call.body()));
    }
}
