package dev.coffer.cli;

import dev.coffer.client.CofferException;
import dev.coffer.client.Run;
import dev.coffer.client.RuntimeSecrets;
import dev.coffer.client.Watch;
import dev.coffer.run.CannotStart;
import dev.coffer.run.Child;
import dev.coffer.run.Signals;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * A command that is restarted when a secret that it gets changes: SIGTERM, ten seconds, SIGKILL. A change that it can't
 * be started with leaves it running. When it ends by itself, so does this, with its exit code: whoever watches over it
 * sees it.
 */
final class Watched {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Kept kept;
    private final Run run;
    private final Screen screen;
    private final Signals signals;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private sealed interface Event {
        record Ended(Child child) implements Event {}

        record Changed(RuntimeSecrets secrets) implements Event {}
    }

    Watched(Kept kept, Run run, Screen screen, Signals signals) {
        this.kept = kept;
        this.run = run;
        this.screen = screen;
        this.signals = signals;
    }

    /** Runs until the command ends. @return its exit code */
    int run(RuntimeSecrets first) throws InterruptedException {
        var given = given(first);
        var child = start(first);
        try (var watch = kept.client().runtime().watch(first, new Told())) {
            while (true) {
                switch (events.take()) {
                    case Event.Ended(var ended) -> {
                        if (ended == child) {
                            return child.waitFor();
                        }
                    }
                    case Event.Changed(var secrets) -> {
                        try (secrets) {
                            kept.keep(secrets);
                            if (isStartable(secrets) && !signals.isEnding()) {
                                var now = given(secrets);
                                child = now.equals(given) ? child : restarted(child, secrets, names(given, now));
                                given = now;
                            }
                        }
                    }
                }
            }
        } finally {
            child.close();
        }
    }

    private Child start(RuntimeSecrets secrets) {
        var child = run.start(secrets, Child.Bond.TIED);
        child.onEnd(() -> events.add(new Event.Ended(child)));
        signals.passTo(child::signal);
        return child;
    }

    private Child restarted(Child child, RuntimeSecrets secrets, List<String> names) throws InterruptedException {
        screen.say("Changed: %s. Restarts the command.".formatted(Screen.some(names)));
        signals.hold();
        child.stop(GRACE);
        return start(secrets);
    }

    private boolean isStartable(RuntimeSecrets secrets) {
        try {
            Child.check(run.launch(secrets));
            return true;
        } catch (CannotStart e) {
            screen.say("The secrets changed, and the command can't be started with them. It runs on with what it had.");
            e.reasons().forEach(reason -> screen.say(reason + "."));
            return false;
        }
    }

    /** What the command gets, by name: enough to see a change, and no value. */
    private Map<String, String> given(RuntimeSecrets secrets) {
        var given = new TreeMap<String, String>();
        run.launch(secrets).values().forEach((name, value) -> given.put(name, digest(value.expose())));
        return given;
    }

    private static String digest(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Map<String, String> before, Map<String, String> now) {
        return Stream.concat(before.keySet().stream(), now.keySet().stream()).distinct().sorted()
                .filter(name -> !Objects.equals(before.get(name), now.get(name))).toList();
    }

    /** Says what happens to the server, and hands on what changed. */
    private final class Told implements Watch.Listener {
        @Override
        public void changed(RuntimeSecrets secrets) {
            events.add(new Event.Changed(secrets));
        }

        @Override
        public void away(CofferException why) {
            screen.say("%s. The command runs on with what it has.".formatted(Kept.withoutStop(why)));
        }

        @Override
        public void back() {
            screen.say("Coffer is back.");
        }

        @Override
        public void refused(CofferException why) {
            kept.forget();
            screen.say("%s. The command runs on with what it has, and isn't restarted any more."
                    .formatted(Kept.withoutStop(why)));
        }
    }
}
