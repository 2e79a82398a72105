package dev.coffer.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a sealed value belongs to: a purpose and ids that never change. It is authenticated with the value (the AAD of
 * NIST SP 800-38D) and goes into the derivation of its key, so that a blob moved to another row, project or purpose
 * doesn't open. Names are not part of it: renaming changes nothing.
 *
 * <p>Its bytes are a list of {@code tag (1) | length (4, big endian) | bytes}: two bindings never have the same bytes.
 */
public final class Binding {

    private static final int PURPOSE = 1;
    private static final int INSTANCE = 2;
    private static final int PROJECT = 3;
    private static final int ENVIRONMENT = 4;
    private static final int SECRET = 5;
    private static final int VERSION = 6;
    private static final int NUMBER = 7;
    private static final int SESSION = 8;
    private static final int IMPORT = 9;
    private static final int KEY = 10;
    private static final int INSTANCE_KEY = 11;
    private static final int PROVIDER = 12;
    private static final int WEBHOOK = 13;
    private static final int ORGANIZATION = 14;
    private static final int BUILT_IN = 15;
    private static final int PLACE = 16;

    private final String purpose;
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
    private UUID projectId;
    private UUID ownKeyId;

    private Binding(String purpose) {
        this.purpose = purpose;
        add(PURPOSE, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** One version of a secret's value in one environment; {@code number} is the version's number there. */
    public static Binding secretValue(UUID projectId, UUID environmentId, UUID secretId, UUID versionId, int number) {
        return new Binding("secret-value").project(projectId).id(ENVIRONMENT, environmentId).id(SECRET, secretId)
                .id(VERSION, versionId).number(NUMBER, number);
    }

    /** A pasted file between its plan and its import, for one session. */
    public static Binding stagedImport(UUID projectId, UUID sessionId, UUID importId) {
        return new Binding("staged-import").project(projectId).id(SESSION, sessionId).id(IMPORT, importId);
    }

    /** The secret that signs what a webhook is told. */
    public static Binding webhookSecret(UUID projectId, UUID webhookId) {
        return new Binding("webhook-secret").project(projectId).id(WEBHOOK, webhookId);
    }

    /**
     * One version of a built-in secret's value, which has a key of its own; {@code environment} is an address that
     * environments have, or "" for every one that has no value of its own.
     */
    public static Binding builtInValue(Place place, UUID versionId, int number) {
        var binding = new Binding("built-in-value").id(ORGANIZATION, place.organizationId)
                .id(BUILT_IN, place.builtInId).add(PLACE, place.environment.getBytes(StandardCharsets.UTF_8))
                .id(VERSION, versionId).number(NUMBER, number);
        binding.ownKeyId = versionId;
        return binding;
    }

    /** Where a built-in secret has a value. */
    public record Place(UUID organizationId, UUID builtInId, String environment) {}

    static Binding projectKey(UUID projectId, UUID keyId, int version, int instanceKeyVersion) {
        return new Binding("project-key").project(projectId).id(KEY, keyId).number(NUMBER, version)
                .number(INSTANCE_KEY, instanceKeyVersion);
    }

    static Binding keySlot(int instanceKeyVersion, String provider) {
        return new Binding("key-slot").number(INSTANCE_KEY, instanceKeyVersion)
                .add(PROVIDER, provider.getBytes(StandardCharsets.UTF_8));
    }

    static Binding canary() {
        return new Binding("canary");
    }

    /** The purpose alone, for a key that is derived for one job. */
    static byte[] label(String purpose) {
        return new Binding(purpose).fields.toByteArray();
    }

    /** The bytes, with the instance that all of this is in. */
    byte[] in(UUID instanceId) {
        var whole = new Binding(purpose).id(INSTANCE, instanceId).fields;
        var all = fields.toByteArray();
        var own = label(purpose).length;
        whole.write(all, own, all.length - own);
        return whole.toByteArray();
    }

    UUID projectId() {
        return projectId;
    }

    /** The id of the key that this one value has for itself; null where a project's key seals. */
    UUID ownKeyId() {
        return ownKeyId;
    }

    /** What the value's own key belongs to: the same as the value, under an instance key. */
    Binding ownKey(int instanceKeyVersion) {
        var key = new Binding(purpose + "-key");
        var all = fields.toByteArray();
        var own = label(purpose).length;
        key.fields.write(all, own, all.length - own);
        return key.number(INSTANCE_KEY, instanceKeyVersion);
    }

    /** The purpose, which is no secret. */
    @Override
    public String toString() {
        return purpose;
    }

    private Binding project(UUID id) {
        projectId = id;
        return id(PROJECT, id);
    }

    private Binding id(int tag, UUID id) {
        return add(tag, bytes(id));
    }

    private Binding number(int tag, int number) {
        return add(tag, ByteBuffer.allocate(4).putInt(number).array());
    }

    private Binding add(int tag, byte[] bytes) {
        fields.write(tag);
        fields.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        fields.writeBytes(bytes);
        return this;
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .array();
    }
}
