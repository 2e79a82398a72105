package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What deployments read, for those who entered with a deployment's token. A value is answered only after the row that
 * records it is committed; what has no values is free of that.
 */
public final class RuntimeSecrets implements AutoCloseable {
    private static final int LOCKS = 64;

    private final Resolutions resolutions;
    private final ReadRecords records;
    private final KeptSets kept = new KeptSets();
    private final InstantSource clock;
    private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** What opens values. */
    public record Seals(ProjectKeys projects, InstanceSeal builtIns) {}

    public RuntimeSecrets(Database database, Seals seals, AuditLog audit, InstantSource clock) {
        this.resolutions = new Resolutions(database, new Offers(seals.projects, seals.builtIns));
        this.records = new ReadRecords(database, audit);
        this.clock = clock;
    }

    /**
     * What the deployment would read now, without the values; nothing is recorded.
     *
     * @throws NotFound where the deployment is gone
     */
    public Resolved look(DeploymentAccess access) {
        return current(access).set();
    }

    /**
     * All of its values, with the row that says so committed.
     *
     * @throws NotFound where the deployment is gone
     * @throws dev.coffer.db.DatabaseUnavailable where it couldn't be recorded: no value is given then
     */
    public Reading read(DeploymentAccess access) {
        var now = current(access);
        return read(access, now, now.sources(), _ -> true);
    }

    /**
     * One of its values, by the name of the variable, likewise.
     *
     * @throws NotFound where there is none, or the deployment is gone
     */
    public Reading read(DeploymentAccess access, String name) {
        var now = current(access);
        var source = now.set().find(name).orElseThrow(NotFound::new).source();
        return read(access, now, List.of(source), name::equals);
    }

    /** @throws NotFound where there is no such variable, or the deployment is gone */
    public void require(DeploymentAccess access, String name) {
        look(access).find(name).orElseThrow(NotFound::new);
    }

    /** Nothing is kept any longer. */
    @Override
    public void close() {
        kept.close();
    }

    private Reading read(DeploymentAccess access, KeptSets.Kept now, List<Source> sources, Predicate<String> wanted) {
        var minute = ReadRecords.minuteOf(clock.instant());
        var due = now.due(sources, minute);
        records.record(new ReadRecords.Read(access, sources, due, minute));
        now.note(due, minute);
        return Reading.of(now.set(), kept.open(access, now), wanted);
    }

    /** However many ask at the same time: one of them looks, the others wait for it. */
    private KeptSets.Kept current(DeploymentAccess access) {
        return kept.find(access.deploymentId(), access.mark()).orElseGet(() -> {
            var lock = locks.get(Math.floorMod(access.deploymentId().hashCode(), LOCKS));
            lock.lock();
            try {
                return kept.find(access.deploymentId(), access.mark())
                        .orElseGet(() -> kept.keep(access, resolutions.resolve(access)));
            } finally {
                lock.unlock();
            }
        });
    }
}
