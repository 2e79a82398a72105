package dev.coffer.runtime;

import dev.coffer.access.Deployed;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.DatabaseUnavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait until what their deployment reads changes. News of a change make it look where the projects stand
 * whose deployments wait, once for all of them; it looks by itself, too, every few seconds, so that lost news cost no
 * more than that. Of a deployment one looks for all who wait.
 */
final class Waiters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);
    /** How many may wait. */
    static final int MOST = 5_000;
    private static final int LOOK_SECONDS = 2;
    private static final int LOOKING_AT_ONCE = 4;

    private final Function<Collection<UUID>, Map<UUID, Deployed.Mark>> marks;
    private final Look look;
    private final Function<Consumer<String>, Closing> listening;
    private final Semaphore looking = new Semaphore(LOOKING_AT_ONCE, true);
    /** By project and deployment. Guarded by this. */
    private final Map<UUID, Map<UUID, Group>> waiting = new HashMap<>();
    private final LinkedBlockingQueue<Optional<UUID>> news = new LinkedBlockingQueue<>();
    private int count;
    private Thread thread;
    private Closing hearing;
    private boolean closed;

    /** What a deployment reads where its project stands there. */
    @FunctionalInterface
    interface Look {
        ReadSet at(DeploymentAccess access, Deployed.Mark mark);
    }

    /** Ends the listening. */
    @FunctionalInterface
    interface Closing {
        void close();
    }

    /** Those of one deployment; {@code seen} is where its project stood when it was last looked at. */
    private static final class Group {
        private final DeploymentAccess access;
        private final Set<Waiter> waiters = new HashSet<>();
        private Deployed.Mark seen;

        private Group(DeploymentAccess access) {
            this.access = access;
        }
    }

    /** Who knows the set of that tag; {@code changed} becomes true, or false when there was no change in time. */
    private static final class Waiter {
        private final String tag;
        private final CompletableFuture<Boolean> changed = new CompletableFuture<>();

        private Waiter(String tag) {
            this.tag = tag;
        }
    }

    /**
     * @param listening begins to hand news on, once somebody waits: the id of a project or an organization in which
     *     something changed, "" for anywhere
     */
    Waiters(Function<Collection<UUID>, Map<UUID, Deployed.Mark>> marks, Look look,
            Function<Consumer<String>, Closing> listening) {
        this.marks = marks;
        this.look = look;
        this.listening = listening;
    }

    /**
     * Becomes true as soon as the deployment's set is another one than what is known, and false after a time, or when
     * nobody may wait any longer; empty where too many wait.
     */
    synchronized Optional<CompletableFuture<Boolean>> await(DeploymentAccess access, ReadSet known, Duration time) {
        if (closed) {
            return Optional.of(CompletableFuture.completedFuture(false));
        }
        if (count == MOST) {
            return Optional.empty();
        }
        var waiter = new Waiter(known.tag());
        var group = waiting.computeIfAbsent(access.projectId(), _ -> new HashMap<>())
                .computeIfAbsent(access.deploymentId(), _ -> new Group(access));
        if (group.waiters.isEmpty()) {
            group.seen = known.mark();
        } else if (!known.mark().equals(group.seen)) {
            group.seen = null;
        }
        group.waiters.add(waiter);
        count++;
        watch();
        // What changed between the look at the set and now was told to nobody.
        news.add(Optional.of(access.projectId()));
        return Optional.of(waiter.changed.completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> leave(group, waiter)));
    }

    synchronized int count() {
        return count;
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        List<Waiter> all;
        Closing listener;
        synchronized (this) {
            closed = true;
            all = waiting.values().stream().flatMap(project -> project.values().stream())
                    .flatMap(group -> group.waiters.stream()).toList();
            if (thread != null) {
                thread.interrupt();
            }
            listener = hearing;
        }
        if (listener != null) {
            listener.close();
        }
        all.forEach(waiter -> waiter.changed.complete(false));
    }

    private synchronized void leave(Group group, Waiter waiter) {
        if (!group.waiters.remove(waiter)) {
            return;
        }
        count--;
        var project = waiting.get(group.access.projectId());
        if (group.waiters.isEmpty() && project != null && project.remove(group.access.deploymentId(), group)
                && project.isEmpty()) {
            waiting.remove(group.access.projectId());
        }
    }

    private void watch() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("coffer-waiters").start(this::run);
            hearing = listening.apply(heard -> news.add(about(heard)));
        }
    }

    /** What was changed; empty for anything: whoever may connect to the database can say what they like. */
    private static Optional<UUID> about(String heard) {
        try {
            return Optional.of(UUID.fromString(heard));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private void run() {
        try {
            while (true) {
                var first = news.poll(LOOK_SECONDS, TimeUnit.SECONDS);
                var all = new HashSet<Optional<UUID>>();
                news.drainTo(all);
                all.add(first == null ? Optional.empty() : first);
                check(all);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What fails now is looked at again in a few seconds. */
    private void check(Set<Optional<UUID>> what) {
        var projects = projects(what);
        if (projects.isEmpty()) {
            return;
        }
        try {
            var now = marks.apply(projects);
            projects.forEach(project -> Optional.ofNullable(now.get(project)).ifPresentOrElse(
                    mark -> stale(project, mark).forEach(group -> Thread.startVirtualThread(() -> check(group, mark))),
                    () -> groups(project).forEach(this::wakeAll)));
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            // the next look is soon
        } catch (RuntimeException bug) {
            tell(bug);
        }
    }

    /** In the log, and not on the console with its text; whoever waits is looked at again. */
    private static void tell(RuntimeException bug) {
        LOG.atError().addKeyValue("error", bug.getClass().getName()).log("a look for a change failed");
    }

    /** Those with somebody waiting; what changes in an organization may concern all of its projects. */
    private synchronized Set<UUID> projects(Set<Optional<UUID>> what) {
        var projects = new HashSet<UUID>();
        waiting.forEach((project, groups) -> {
            var organization = groups.values().iterator().next().access.project().organizationId();
            if (what.contains(Optional.<UUID>empty()) || what.contains(Optional.of(project))
                    || what.contains(Optional.of(organization))) {
                projects.add(project);
            }
        });
        return projects;
    }

    private synchronized List<Group> groups(UUID project) {
        return List.copyOf(waiting.getOrDefault(project, Map.of()).values());
    }

    private synchronized List<Group> stale(UUID project, Deployed.Mark mark) {
        return groups(project).stream().filter(group -> !mark.equals(group.seen)).toList();
    }

    /** One look for all who wait; those who know another set hear of it. */
    private void check(Group group, Deployed.Mark mark) {
        looking.acquireUninterruptibly();
        try {
            var now = look.at(group.access, mark);
            List<Waiter> others;
            synchronized (this) {
                group.seen = now.mark();
                others = group.waiters.stream().filter(waiter -> !waiter.tag.equals(now.tag())).toList();
            }
            others.forEach(waiter -> waiter.changed.complete(true));
        } catch (NotFound gone) {
            wakeAll(group);
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            // the next look is soon
        } catch (RuntimeException bug) {
            tell(bug);
        } finally {
            looking.release();
        }
    }

    /** They find out for themselves that it is gone. */
    private void wakeAll(Group group) {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(group.waiters);
        }
        all.forEach(waiter -> waiter.changed.complete(true));
    }
}
