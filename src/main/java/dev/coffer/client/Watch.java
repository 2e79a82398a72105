package dev.coffer.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits for changes of what a deployment reads: the server holds its answer until there is one. While the server is
 * away it asks again, ever more seldom, every half a minute at the most. Ends when it is closed, or the token is
 * refused.
 */
public final class Watch implements AutoCloseable {
    static final String ALL = "/runtime/secrets";
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A server that answers sooner that nothing changed doesn't hold answers, and isn't asked in a circle. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Http http;
    private final Listener listener;
    private final Thread thread;
    private String etag;
    private boolean isAway;

    /** What is told. */
    public interface Listener {
        /** Another set; whoever is told closes it. */
        void changed(RuntimeSecrets secrets);

        /** The server can't be reached, or fails; it is asked again. Told once until it is back. */
        default void away(CofferException why) {}

        /** It answers again. */
        default void back() {}

        /** The token is refused, and nothing more will be told. */
        default void refused(CofferException why) {}
    }

    Watch(Http http, String etag, Listener listener) {
        this.http = http;
        this.etag = etag;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("coffer-watch").start(this::watch);
    }

    /** Ends it; a listener that is just told something is interrupted. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        var pause = FIRST_PAUSE;
        try {
            while (true) {
                try {
                    ask();
                    pause = FIRST_PAUSE;
                } catch (CofferException e) {
                    if (!e.isPassing()) {
                        listener.refused(e);
                        return;
                    }
                    tellAway(e);
                    Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        long before = System.nanoTime();
        var answer = http.values(ALL, etag, etag.isEmpty() || isAway ? Duration.ZERO : WAIT);
        if (isAway) {
            isAway = false;
            listener.back();
        }
        if (answer.status() == 200) {
            etag = answer.etag();
            listener.changed(RuntimeSecrets.of(answer.body(), etag));
        } else if (System.nanoTime() - before < SOON.toNanos()) {
            Thread.sleep(SOON);
        }
    }

    private void tellAway(CofferException e) {
        if (!isAway) {
            isAway = true;
            listener.away(e);
        }
    }
}
