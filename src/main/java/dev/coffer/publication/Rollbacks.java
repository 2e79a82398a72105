package dev.coffer.publication;

import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Projects;
import dev.coffer.secret.PinnedVersions;
import dev.coffer.secret.PinnedVersions.Outcome;
import dev.coffer.secret.SecretPin;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Takes the secrets of an environment back to what a publication pinned, all in one transaction, without anybody seeing
 * a value. What was added since stays; a second time changes nothing.
 */
public final class Rollbacks {
    private final Database database;
    private final PinnedVersions versions;
    private final AuditLog audit;

    public Rollbacks(Database database, PinnedVersions versions, AuditLog audit) {
        this.database = database;
        this.versions = versions;
        this.audit = audit;
    }

    /**
     * What a rollback would do now.
     *
     * @throws NotFound where the environment has no such version
     */
    public Rollback plan(Access access, String environment, String version) {
        return database.read(sql -> {
            var publication = allowed(sql, access, environment, version);
            var pins = Pins.of(sql, publication.id());
            var outcome = versions.plan(sql, access, publication.environment(), own(pins));
            return rollback(publication, outcome, pins, Pins.now(sql, access, publication.environment()));
        });
    }

    /**
     * Makes every pinned version of the secrets of the project and its apps current again, as a new version. Refused
     * where one would give a variable that is another's by now.
     *
     * @throws NotFound where the environment has no such version
     */
    public Result<Rollback> rollback(Access access, String environment, String version) {
        access.require(PUBLISH);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var publication = allowed(tx, access, environment, version);
            var pins = Pins.of(tx, publication.id());
            return versions.restore(tx, access, publication.environment(), own(pins)).map(outcome -> {
                var done = rollback(publication, outcome, pins, Pins.now(tx, access, publication.environment()));
                if (!done.isIdle()) {
                    audit.record(tx, access, AuditEntry.of(AuditAction.ROLLED_BACK).published(version)
                            .environment(publication.environment().id(), environment)
                            .keys(done.restored().stream().map(ScopedKey::key).distinct().toList())
                            .own(done.restored().stream().filter(ScopedKey::isOfApp).map(ScopedKey::told).toList())
                            .unfit(done.unfit().stream().map(named -> named.told() + " in " + environment).toList()));
                }
                return done;
            });
        });
    }

    private static Publication allowed(DSLContext sql, Access access, String environment, String version) {
        access.require(PUBLISH);
        var publication = Publications.find(sql, access, environment, version).orElseThrow(NotFound::new);
        publication.environment().require(access, PUBLISH);
        publication.environment().require(access, SECRET_WRITE);
        return publication;
    }

    private static List<SecretPin> own(List<Pin> pins) {
        return pins.stream().filter(pin -> !pin.isBuiltIn())
                .map(pin -> new SecretPin(pin.named(), pin.secretId(), pin.number())).toList();
    }

    private static Rollback rollback(Publication publication, Outcome outcome, List<Pin> pins, List<Pin> now) {
        Set<ScopedKey> own = own(pins).stream().map(SecretPin::named).collect(Collectors.toSet());
        var later = now.stream().filter(pin -> !pin.isBuiltIn() && !own.contains(pin.named())).map(Pin::named).toList();
        var today = now.stream().collect(Collectors.toMap(Pin::named, Function.identity()));
        var builtIn = pins.stream().filter(Pin::isBuiltIn).filter(pin -> !pin.equals(today.get(pin.named())))
                .map(Pin::named).filter(named -> !later.contains(named)).toList();
        return new Rollback(publication, outcome.restored(), outcome.same(), outcome.gone(), later, builtIn,
                outcome.unfit());
    }
}
