package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Guards;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * What a deployment reads in the shape of KV v2, for clients that exist: one entry with all its values, at {@code
 * secret/data/project/environment} and, below it, under the app's address. Read only.
 */
public final class VaultApi {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
    private static final Set<String> LISTING = Set.of("true", "1");

    private final Entry entry;
    private final Api api;
    private final RuntimeSecrets secrets;

    /** What is below a path. */
    record KeysShape(List<String> keys) {}

    /** Of an entry, of which one version is kept: the one that is read now. */
    record EntryShape(boolean casRequired, Instant createdTime, int currentVersion, Map<String, String> customMetadata,
            String deleteVersionAfter, int maxVersions, int oldestVersion, Instant updatedTime,
            Map<Integer, VersionShape> versions) {
        static EntryShape of(ReadSet.Edition now) {
            return new EntryShape(false, now.since(), now.version(), null, "0s", 1, now.version(), now.since(),
                    Map.of(now.version(), new VersionShape(now.since(), "", false)));
        }
    }

    /** One version of it. */
    record VersionShape(Instant createdTime, String deletionTime, boolean destroyed) {}

    public VaultApi(Entry entry, Api api, RuntimeSecrets secrets) {
        this.entry = entry;
        this.api = api;
        this.secrets = secrets;
    }

    /** All values, as one entry. Of its versions the one that is read now is there, and no other. */
    public void data(Context ctx) {
        var access = entered(ctx);
        requireAskedFor(ctx, secrets.look(access));
        ctx.contentType("application/json");
        if (ctx.method() != HandlerType.HEAD) {
            try (var reading = secrets.read(access)) {
                requireAskedFor(ctx, reading.set());
                RuntimeApi.send(ctx, json -> VaultEnvelope.write(json, Guards.requestId(ctx),
                        () -> write(json, reading)));
            }
        }
    }

    /** What there is to say of an entry, or with {@code ?list} what is below it. */
    public void metadata(Context ctx) {
        if (isListing(ctx)) {
            list(ctx);
        } else {
            var now = secrets.look(entered(ctx)).edition();
            api.send(ctx, VaultEnvelope.data(Guards.requestId(ctx), EntryShape.of(now)));
        }
    }

    public void mounts(Context ctx) {
        api.send(ctx, Answer.ok(VaultMount.table(Guards.requestId(ctx))));
    }

    /** All mounts, as a client's page or completion asks. */
    public void mountsInUse(Context ctx) {
        api.send(ctx, VaultEnvelope.data(Guards.requestId(ctx), Map.of("auth", Map.of(), "secret",
                VaultMount.byPath())));
    }

    /** One by its path. */
    public void mount(Context ctx) {
        if (!(ctx.pathParam("mount") + "/").equals(VaultMount.PATH)) {
            throw noMount();
        }
        api.send(ctx, Answer.ok(VaultMount.only(Guards.requestId(ctx))));
    }

    /** The mount that a path is in. */
    public void mountOf(Context ctx) {
        if (!(ctx.pathParam("path") + "/").startsWith(VaultMount.PATH)) {
            throw noMount();
        }
        api.send(ctx, VaultEnvelope.data(Guards.requestId(ctx), VaultMount.withPath()));
    }

    /** As {@link #metadata}, of the top, where no entry is. */
    public void metadataOfTop(Context ctx) {
        if (!isListing(ctx)) {
            throw new NotFound();
        }
        listTop(ctx);
    }

    /** What there is below the top: the token's project. */
    public void listTop(Context ctx) {
        list(ctx, "");
    }

    public void list(Context ctx) {
        list(ctx, ctx.pathParam("path"));
    }

    private static Forbidden noMount() {
        return Forbidden.because("The one mount here is secret/");
    }

    /** Entry to what stands at the path. */
    private DeploymentAccess entered(Context ctx) {
        var access = entry.deployment(ctx);
        if (!VaultPath.of(access, ctx.pathParam("path")).isEntry()) {
            throw new NotFound();
        }
        return access;
    }

    private static void requireAskedFor(Context ctx, ReadSet set) {
        var version = ctx.queryParam("version");
        if (version == null || version.isEmpty() || version.equals("0")) {
            return;
        }
        if (!WHOLE_NUMBER.matcher(version).matches()) {
            throw new BadRequest("version is a whole number. Leave it out for the one that is there now");
        }
        if (!version.equals(String.valueOf(set.edition().version()))) {
            throw new NotFound();
        }
    }

    private static void write(JsonGenerator json, Reading reading) {
        var edition = reading.set().edition();
        json.writeObjectPropertyStart("data");
        reading.writeFields(json);
        json.writeEndObject();
        json.writeObjectPropertyStart("metadata");
        json.writeStringProperty("created_time", edition.since().toString());
        json.writeNullProperty("custom_metadata");
        json.writeStringProperty("deletion_time", "");
        json.writeBooleanProperty("destroyed", false);
        json.writeNumberProperty("version", edition.version());
        json.writeEndObject();
    }

    /** As clients write it when their library knows no method of that name. */
    private static boolean isListing(Context ctx) {
        return LISTING.contains(Objects.requireNonNullElse(ctx.queryParam("list"), ""));
    }

    private void list(Context ctx, String path) {
        var access = entry.deployment(ctx);
        var keys = VaultPath.of(access, path).below(access);
        if (keys.isEmpty()) {
            throw new NotFound();
        }
        api.send(ctx, VaultEnvelope.data(Guards.requestId(ctx), new KeysShape(keys)));
    }
}
