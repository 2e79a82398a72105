package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.WEBHOOKS;
import static dev.coffer.db.schema.Tables.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The use cases of webhooks on a real database. */
@Tag("R19")
class WebhooksTest {
    private static final String URL = "https://hooks.example.com/t0ken?key=t1ken";
    private static Post post;

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
    void project(TestInfo test) {
        alice = post.cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
    }

    @Test
    void a_new_one_is_listed_without_its_secret_and_audited_by_its_host_alone() {
        var known = post.webhook(alice, URL, "secret.changed");

        assertThat(post.webhooks.list(alice)).singleElement().isEqualTo(known.webhook());
        assertThat(known.webhook()).matches(one -> one.url().equals(URL) && one.enabled()
                && one.events().equals(List.of(Event.SECRET_CHANGED)) && one.made().by().equals("Alice"));
        var row = post.audit.page(alice, OptionalLong.empty(), 1).getFirst();
        assertThat(row.label()).isEqualTo("Added a webhook");
        assertThat(row.object()).isEqualTo("hooks.example.com");
        var stored = post.cast.database.read(sql -> sql.select(WEBHOOKS.SEALED).from(WEBHOOKS)
                .where(WEBHOOKS.ID.eq(known.webhook().id())).fetchSingle(WEBHOOKS.SEALED));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(known.secret());
    }

    @Test
    void mistakes_are_named_by_field() {
        var result = post.webhooks.create(alice, new WebhookDraft("https://10.0.0.1/", List.of(), true));

        assertThat(((Result.Invalid<?>) result).errors().byField()).containsOnlyKeys("url", "events");
        assertThat(
                ((Result.Invalid<?>) post.webhooks.create(alice, new WebhookDraft(URL, List.of("secret.read"), true)))
                        .errors().at("events"))
                .isEqualTo("Events are publication.created, configuration.required, secret.changed");
    }

    @Test
    void a_change_keeps_what_was_left_out_and_a_stale_one_is_refused() {
        var id = post.webhook(alice, URL, "secret.changed").webhook().id();
        var changed = Post.ok(post.webhooks.change(alice, id, new WebhookChange(null, null, false, 1L)));

        assertThat(changed).matches(one -> !one.enabled() && one.url().equals(URL) && one.revision() == 2);
        assertThat(post.audit.page(alice, OptionalLong.empty(), 1).getFirst().object())
                .isEqualTo("hooks.example.com, because: disabled");
        assertThat(post.webhooks.change(alice, id, new WebhookChange(null, null, true, 1L))).matches(
                result -> result instanceof Result.Conflict<?>(var clash) && clash.kind() == Clash.Kind.STALE);
        Post.ok(post.webhooks.change(alice, id, new WebhookChange(null, null, false, null)));
        assertThat(post.webhooks.get(alice, id).revision()).as("nothing changed").isEqualTo(2);
    }

    @Test
    void a_project_has_ten_at_most() {
        for (int i = 0; i < 10; i++) {
            post.webhook(alice, URL, "secret.changed");
        }
        assertThat(post.webhooks.create(alice, new WebhookDraft(URL, List.of("secret.changed"), true)))
                .isEqualTo(Result.conflict(Clash.Kind.BLOCKED, "This project has reached 10 webhooks"));
    }

    @Test
    void deleting_one_takes_its_deliveries_with_it() {
        var id = post.webhook(alice, URL, "secret.changed").webhook().id();
        post.set(alice, "A", "v");
        Post.ok(post.webhooks.delete(alice, id));

        assertThat(post.webhooks.list(alice)).isEmpty();
        int left = post.cast.database.read(sql -> sql.fetchCount(WEBHOOK_DELIVERIES,
                WEBHOOK_DELIVERIES.WEBHOOK_ID.eq(id)));
        assertThat(left).isZero();
        assertThat(post.audit.page(alice, OptionalLong.empty(), 1).getFirst().label()).isEqualTo("Deleted a webhook");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> post.webhooks.get(alice, id));
    }

    @Test
    void deliveries_come_in_pages_and_those_of_a_month_ago_are_dropped() {
        var id = post.webhook(alice, URL, "secret.changed").webhook().id();
        post.set(alice, "A", "v");
        post.set(alice, "B", "v");
        post.set(alice, "C", "v");

        var first = post.deliveries.list(alice, id, null, 2);
        assertThat(first).hasSize(3);
        assertThat(post.deliveries.list(alice, id, first.get(1).id(), 2)).containsExactly(first.get(2));

        var old = new UUID(Instant.now().minus(Duration.ofDays(31)).toEpochMilli() << 16 | 0x7000L,
                0x8000_0000_0000_0000L);
        post.cast.database.transact(tx -> {
            tx.update(WEBHOOK_DELIVERIES).set(WEBHOOK_DELIVERIES.ID, old)
                    .where(WEBHOOK_DELIVERIES.ID.eq(first.get(2).id())).execute();
            Deliveries.forgetOld(tx);
            return null;
        });
        assertThat(post.deliveries.list(alice, id, null, 10)).hasSize(2);
    }

    @Test
    void a_test_is_a_ping_whatever_the_webhook_wants() {
        var known = post.webhook(alice, URL, "publication.created");
        var ping = Post.ok(post.deliveries.test(alice, known.webhook().id()));

        assertThat(ping.event()).isEqualTo("ping");
        assertThat(post.only(alice, known)).isEqualTo(ping);
    }

    @Test
    @Tag("R34")
    void only_admins_and_owners_know_of_them() {
        var known = post.webhook(alice, URL, "secret.changed");
        var id = known.webhook().id();
        var slug = alice.project().slug();
        for (var user : List.of(post.cast.bob, post.cast.carol)) {
            var access = post.cast.access(user, slug);
            for (var use : List.<Runnable>of(() -> post.webhooks.list(access), () -> post.webhooks.get(access, id),
                    () -> post.webhooks.create(access, new WebhookDraft(URL, List.of("secret.changed"), true)),
                    () -> post.webhooks.change(access, id, new WebhookChange(null, null, false, null)),
                    () -> post.webhooks.roll(access, id), () -> post.webhooks.delete(access, id),
                    () -> post.deliveries.list(access, id, null, 1), () -> post.deliveries.test(access, id),
                    () -> post.deliveries.retry(access, id, id))) {
                assertThatExceptionOfType(Forbidden.class).isThrownBy(use::run);
            }
        }
        assertThat(post.webhooks.list(post.cast.access(post.cast.dave, slug))).hasSize(1);
    }

    @Test
    void another_project_s_webhook_is_not_there() {
        var id = post.webhook(alice, URL, "secret.changed").webhook().id();
        var other = post.cast.project("other");

        for (var use : List.<Runnable>of(() -> post.webhooks.get(other, id), () -> post.webhooks.delete(other, id),
                () -> post.webhooks.roll(other, id), () -> post.deliveries.list(other, id, null, 1),
                () -> post.deliveries.test(other, id),
                () -> post.webhooks.change(other, id, new WebhookChange(null, null, false, null)))) {
            assertThatExceptionOfType(NotFound.class).isThrownBy(use::run);
        }
    }
}
