package dev.coffer.runtime;

import dev.coffer.access.Deployed;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.audit.AuditEntry;
import dev.coffer.crypto.ProcessSeal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The sets of the deployments that read last, sealed for this process, up to so many bytes. One is good for as long as
 * nothing was changed that it could be made of.
 */
final class KeptSets implements AutoCloseable {
    private static final int ROOM = 16 * 1024 * 1024;
    /** What one takes beside its values, about. */
    private static final int EACH = 512;
    private static final int EACH_VARIABLE = 256;

    private final ProcessSeal seal = new ProcessSeal();
    private final Map<UUID, Kept> byDeployment = new LinkedHashMap<>(16, 0.75f, true);
    private long taken;

    /** A set with its values sealed, and the minute in which each of its sources was last noted as read. */
    static final class Kept {
        private final ReadSet set;
        private final List<Source> sources;
        private final AuditEntry entry;
        private final byte[] sealed;
        private final Map<Source, Instant> noted = new HashMap<>();

        private Kept(DeploymentAccess access, ReadSet set, byte[] sealed) {
            this.set = set;
            this.sources = set.sources();
            this.entry = ReadRecords.entry(access, sources);
            this.sealed = sealed;
        }

        ReadSet set() {
            return set;
        }

        /** The secrets that give it. */
        List<Source> sources() {
            return sources;
        }

        /** What is recorded of a read of all of it. */
        AuditEntry entry() {
            return entry;
        }

        /** About how many bytes its values have. */
        int weight() {
            return sealed.length;
        }

        /** Those of some sources that weren't noted in this minute. */
        synchronized List<Source> due(List<Source> some, Instant minute) {
            return some.stream().filter(source -> !minute.equals(noted.get(source))).toList();
        }

        synchronized void note(List<Source> some, Instant minute) {
            some.forEach(source -> noted.put(source, minute));
        }

        private long size() {
            return EACH + sealed.length + (long) EACH_VARIABLE * set.variables().size();
        }
    }

    /** What a deployment has, if it stands for that state. */
    synchronized Optional<Kept> find(UUID deploymentId, Deployed.Mark mark) {
        return Optional.ofNullable(byDeployment.get(deploymentId)).filter(kept -> kept.set.mark().equals(mark));
    }

    /** Keeps it where there is room for it, and wipes its values as they came. */
    Kept keep(DeploymentAccess access, ReadSets.Outcome outcome) {
        var kept = new Kept(access, outcome.set(), seal.seal(what(access), outcome.packed()));
        Arrays.fill(outcome.packed(), (byte) 0);
        if (kept.size() <= ROOM / 4) {
            put(access.deploymentId(), kept);
        }
        return kept;
    }

    /** Its values; the caller wipes them. */
    byte[] open(DeploymentAccess access, Kept kept) {
        return seal.open(what(access), kept.sealed);
    }

    /** Nothing that was kept opens any more. */
    @Override
    public void close() {
        seal.close();
    }

    private synchronized void put(UUID deploymentId, Kept kept) {
        var before = byDeployment.put(deploymentId, kept);
        taken += kept.size() - (before == null ? 0 : before.size());
        for (var all = byDeployment.values().iterator(); taken > ROOM;) {
            taken -= all.next().size();
            all.remove();
        }
    }

    private static String what(DeploymentAccess access) {
        return access.deploymentId().toString();
    }
}
