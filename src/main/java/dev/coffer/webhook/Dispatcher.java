package dev.coffer.webhook;

import dev.coffer.crypto.Handled;
import dev.coffer.crypto.SealBroken;
import dev.coffer.crypto.WebhookSecret;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.DatabaseUnavailable;
import dev.coffer.webhook.DueDeliveries.Due;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due, four at once and one at a time to each webhook, so that a slow receiver delays nobody else and
 * events reach a receiver in their order as long as it takes them. Any number of replicas may run one.
 */
public final class Dispatcher implements AutoCloseable {
    static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int AT_ONCE = 4;
    private static final int LOOK_SECONDS = 2;
    private static final int CLOSE_SECONDS = 2;

    private final DueDeliveries deliveries;
    private final Caller caller;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Thread thread;

    public Dispatcher(DueDeliveries deliveries, Reach reach, InstantSource clock) {
        this(deliveries, new Caller(reach, TO_ANSWER), clock);
    }

    Dispatcher(DueDeliveries deliveries, Caller caller, InstantSource clock) {
        this.deliveries = deliveries;
        this.caller = caller;
        this.clock = clock;
    }

    /** Looks for what is due every two seconds from now on: one query that finds nothing in an index of nothing. */
    public void start() {
        thread = Thread.ofVirtual().name("coffer-webhooks").start(this::run);
    }

    /** Begins nothing more. What is under way is cut off after two seconds, and comes up again at the next start. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread != null && !thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                thread.interrupt();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        caller.close();
    }

    private void run() {
        try {
            do {
                deliverIfPossible();
            } while (!closing.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverIfPossible() throws InterruptedException {
        try {
            deliverDue();
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            LOG.atWarn().log("what is due for webhooks could not be looked up; tried again later");
        } catch (RuntimeException failed) {
            // This thread is all that delivers: whatever went wrong, it looks again.
            LOG.atError().addKeyValue("error", failed.getClass().getName())
                    .log("delivering failed, and is tried again");
        }
    }

    /** Attempts all that is due, and what falls due meanwhile. @return how many attempts that were */
    int deliverDue() throws InterruptedException {
        int attempts = 0;
        var busy = new HashSet<UUID>();
        var done = new LinkedBlockingQueue<UUID>();
        while (true) {
            if (busy.size() < AT_ONCE && closing.getCount() > 0) {
                for (var due : deliveries.take(AT_ONCE - busy.size(), busy)) {
                    busy.add(due.webhookId());
                    attempts++;
                    Thread.ofVirtual().name("coffer-webhook").start(() -> attempt(due, done));
                }
            }
            if (busy.isEmpty()) {
                return attempts;
            }
            var free = done.poll(1, TimeUnit.SECONDS);
            if (free != null) {
                busy.remove(free);
            }
        }
    }

    private void attempt(Due due, BlockingQueue<UUID> done) {
        Handled.begin();
        try {
            deliveries.settle(due, outcome(due));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            LOG.atWarn().addKeyValue("delivery", due.id())
                    .log("what became of a delivery could not be kept; tried again");
        } catch (RuntimeException failed) {
            LOG.atError().addKeyValue("delivery", due.id()).addKeyValue("error", failed.getClass().getName())
                    .log("a delivery failed, and is tried again");
        } finally {
            Handled.end();
            done.add(due.webhookId());
        }
    }

    private Outcome outcome(Due due) throws InterruptedException {
        if (!due.target().enabled()) {
            return new Outcome.Failed(Fault.DISABLED);
        }
        long seconds = clock.instant().getEpochSecond();
        try (var secret = deliveries.secret(due)) {
            var signature = WebhookSecret.signature(secret, seconds, due.body());
            return caller.call(new Caller.Post(URI.create(due.target().url()), due.body(), Map.of(
                    "User-Agent", "Coffer", "Coffer-Event", due.event(), "Coffer-Delivery", due.id().toString(),
                    "Coffer-Signature", "t=%d,v1=%s".formatted(seconds, signature))));
        } catch (SealBroken broken) {
            return new Outcome.Failed(Fault.SEALED);
        }
    }
}
