package dev.coffer.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The secrets of a project: values go in, none comes out. */
public final class Secrets {
    /** A byte as JSON swells it at the most, so that no buffer is left behind by one that grew. */
    private static final int MOST_BYTES_EACH = 6;
    private static final int OTHER_BYTES = 16 * 1024;

    private final Http http;
    private final String project;
    private final Optional<String> app;

    /** A secret as it was read; {@code version} changes with anything of it. */
    public record Read(SecretInfo info, String version) {}

    Secrets(Http http, String project) {
        this(http, project, Optional.empty());
    }

    private Secrets(Http http, String project, Optional<String> app) {
        this.http = http;
        this.project = project;
        this.app = app;
    }

    /** The secrets that belong to one app of the project alone; its values win over the project's. */
    public Secrets ofApp(String app) {
        return new Secrets(http, project, Optional.of(app));
    }

    /** Creates the secret, or replaces its value in those environments and leaves the others. The caller closes it. */
    public void set(String key, SecretValue value, String... environments) throws InterruptedException {
        set(new SecretSetting(key, value, List.of(environments), Optional.empty()));
    }

    /** As the other one, with a description and a type. @return whether the secret is new */
    public boolean set(SecretSetting setting) throws InterruptedException {
        var body = body(setting);
        try {
            return http.write("PUT", path(setting.key()), body, "").status() == 201;
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** All that are there, by key. The organization's are among them. */
    public List<SecretInfo> list() throws InterruptedException {
        return list(SecretQuery.ALL);
    }

    /** Those of a query, by key. Keys that are only needed are among them where it asks for a status. */
    public List<SecretInfo> list(SecretQuery query) throws InterruptedException {
        return http.all(project + "/secrets" + parameters(query.parameters()), item -> item).stream()
                .filter(item -> !query.status().isEmpty() || !item.path("created_at").isNull()).map(SecretInfo::of)
                .toList();
    }

    /** Whether there is a secret of that key. @throws CofferException with 404 where there is no such project */
    public boolean exists(String key) throws InterruptedException {
        if (http.head(path(key))) {
            return true;
        }
        http.get(project);
        return false;
    }

    /** One of them. @throws CofferException with 404 where there is none */
    public Read get(String key) throws InterruptedException {
        var answer = http.get(path(key));
        return new Read(SecretInfo.of(answer.body()), answer.etag());
    }

    /** Deletes the secret with all its values. @throws CofferException with 404 where there is none */
    public void delete(String key) throws InterruptedException {
        http.write("DELETE", path(key), new byte[0], "");
    }

    /** Deletes its value in one environment; the last one takes the secret with it. */
    public void delete(String key, String environment) throws InterruptedException {
        http.write("DELETE", in(key, environment), new byte[0], "");
    }

    /** Deletes what was read, in one environment or all, unless it changed since: then 412. */
    public void delete(Read read, Optional<String> environment) throws InterruptedException {
        var key = read.info().key();
        http.write("DELETE", environment.map(each -> in(key, each)).orElse(path(key)), new byte[0], read.version());
    }

    /** Its values in an environment, the newest first. @throws CofferException with 404 where it has none there */
    public List<SecretVersion> history(String key, String environment) throws InterruptedException {
        return http.all(part(key, "/versions") + parameters(Map.of("environment", environment)), SecretVersion::of);
    }

    /** Makes the value of a version the current one again, as a new version. @return the secret as it is then */
    public SecretInfo restore(String key, String environment, int version) throws InterruptedException {
        return SecretInfo.of(http.write("POST", part(key, "/versions/" + version + "/restoration")
                + parameters(Map.of("environment", environment)), new byte[0], "").body());
    }

    private String path(String key) {
        return part(key, "") + parameters(Map.of());
    }

    private String in(String key, String environment) {
        return part(key, "") + parameters(Map.of("environment", environment));
    }

    private String part(String key, String rest) {
        return project + "/secrets/" + Http.encoded(key) + rest;
    }

    /** A query of these, and of the app where there is one. */
    private String parameters(Map<String, String> named) {
        var all = new TreeMap<>(named);
        app.ifPresent(each -> all.put("app", each));
        return all.isEmpty() ? "" : all.entrySet().stream()
                .map(each -> each.getKey() + "=" + Http.encoded(each.getValue())).collect(Collectors.joining("&", "?", ""));
    }

    /** The value is copied from bytes to bytes, and is no text on the way. */
    private static byte[] body(SecretSetting setting) {
        var body = new WipedBytes(MOST_BYTES_EACH * setting.value().expose().length + OTHER_BYTES);
        try (var json = Http.JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeName("value");
            json.writeUTF8String(setting.value().expose(), 0, setting.value().expose().length);
            json.writeName("environments");
            json.writeStartArray();
            setting.environments().forEach(json::writeString);
            json.writeEndArray();
            setting.description().ifPresent(text -> json.writeName("description").writeString(text));
            setting.type().ifPresent(type -> json.writeName("type").writeString(type));
            json.writeEndObject();
        }
        var bytes = body.toByteArray();
        body.wipe();
        return bytes;
    }

    private static final class WipedBytes extends ByteArrayOutputStream {
        WipedBytes(int size) {
            super(size);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
