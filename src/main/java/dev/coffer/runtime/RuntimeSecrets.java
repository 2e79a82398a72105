package dev.coffer.runtime;

import dev.coffer.access.Deployed;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseUnavailable;
import dev.coffer.db.Notices;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What deployments read, for those who entered with a deployment's token. A value is answered only after the row that
 * records it is committed; what has no values is free of that.
 */
public final class RuntimeSecrets implements AutoCloseable {
    private static final int LOCKS = 64;
    private static final int ROOM = 8 * 1024 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final ReadSets sets;
    private final ReadRecords records;
    private final KeptSets kept = new KeptSets();
    private final InstantSource clock;
    private final Waiters waiters;
    private final Semaphore room = new Semaphore(ROOM, true);
    private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** What opens values. */
    public record Seals(ProjectKeys projects, InstanceSeal builtIns) {}

    public RuntimeSecrets(Database database, Seals seals, AuditLog audit, InstantSource clock) {
        this.sets = new ReadSets(database, new StoredValues(seals.projects, seals.builtIns));
        this.records = new ReadRecords(database, audit);
        this.clock = clock;
        this.waiters = new Waiters(new Marks(database)::of, (access, mark) -> current(access, mark).set(),
                heard -> Notices.listen(database.address(), AuditLog.CHANNEL, heard)::close);
    }

    /**
     * What the deployment would read now, without the values; nothing is recorded.
     *
     * @throws NotFound where the deployment is gone
     */
    public ReadSet look(DeploymentAccess access) {
        return current(access, access.mark()).set();
    }

    /**
     * Becomes true as soon as the deployment would read another set than that, and false after a time, or when this
     * server stops; empty where too many wait already. Who is woken has to enter anew: what the token may do is asked
     * then.
     */
    public Optional<CompletableFuture<Boolean>> await(DeploymentAccess access, ReadSet known, Duration time) {
        return waiters.await(access, known, time);
    }

    /** How many wait. */
    public int waiting() {
        return waiters.count();
    }

    /** Nobody waits any longer, and reading goes on. */
    public void endWaits() {
        waiters.close();
    }

    /**
     * All of its values, with the row that says so committed.
     *
     * @throws NotFound where the deployment is gone
     * @throws dev.coffer.db.DatabaseUnavailable where it couldn't be recorded: no value is given then
     */
    public Reading read(DeploymentAccess access) {
        var now = current(access, access.mark());
        return read(access, now, new Part(now.sources(), now.entry(), _ -> true));
    }

    /**
     * One of its values, by the name of the variable, likewise.
     *
     * @throws NotFound where there is none, or the deployment is gone
     */
    public Reading read(DeploymentAccess access, String name) {
        var now = current(access, access.mark());
        var source = now.set().find(name).orElseThrow(NotFound::new).source();
        return read(access, now, new Part(List.of(source), ReadRecords.entry(access, List.of(source)), name::equals));
    }

    /** @throws NotFound where there is no such variable, or the deployment is gone */
    public void require(DeploymentAccess access, String name) {
        look(access).find(name).orElseThrow(NotFound::new);
    }

    /** Nothing is kept any longer, and nothing read. */
    @Override
    public void close() {
        waiters.close();
        kept.close();
    }

    /** What of a set is read, and how that is recorded. */
    private record Part(List<Source> sources, AuditEntry entry, Predicate<String> wanted) {}

    private Reading read(DeploymentAccess access, KeptSets.Kept now, Part part) {
        int weight = Math.min(now.weight(), ROOM);
        takeRoom(weight);
        try {
            var minute = ReadRecords.minuteOf(clock.instant());
            var due = now.due(part.sources, minute);
            records.record(new ReadRecords.Read(access, part.entry, due, minute));
            now.note(due, minute);
            return Reading.of(now.set(), kept.open(access, now), new Reading.Use(part.wanted,
                    () -> room.release(weight)));
        } catch (RuntimeException | Error failed) {
            room.release(weight);
            throw failed;
        }
    }

    /** Open values are in memory until they are written: as many bytes at once, and the others wait. */
    private void takeRoom(int weight) {
        try {
            if (!room.tryAcquire(weight, LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw DatabaseUnavailable.because(new TimeoutException());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw DatabaseUnavailable.because(stopped);
        }
    }

    /** However many ask at the same time: one of them looks, the others wait for it. */
    private KeptSets.Kept current(DeploymentAccess access, Deployed.Mark mark) {
        return kept.find(access.deploymentId(), mark).orElseGet(() -> {
            var lock = locks.get(Math.floorMod(access.deploymentId().hashCode(), LOCKS));
            lock.lock();
            try {
                return kept.find(access.deploymentId(), mark)
                        .orElseGet(() -> kept.keep(access, sets.resolve(access)));
            } finally {
                lock.unlock();
            }
        });
    }
}
