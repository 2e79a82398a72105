package dev.coffer.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The secrets of a project: values go in, none comes out. */
public final class Secrets {
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

    /** What importing a file would do to each key; stores nothing. */
    public ImportPlan planImport(SecretImport file) throws InterruptedException {
        return imported(file, true);
    }

    /** Stores what can be stored of a file, all at once. @return what was done to each key */
    public ImportPlan runImport(SecretImport file) throws InterruptedException {
        return imported(file, false);
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
                .map(each -> each.getKey() + "=" + Http.encoded(each.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static byte[] body(SecretSetting setting) {
        return ValueBody.of("value", setting.value(), json -> {
            ValueBody.texts(json, "environments", setting.environments());
            setting.description().ifPresent(text -> json.writeName("description").writeString(text));
            setting.type().ifPresent(type -> json.writeName("type").writeString(type));
        });
    }

    private ImportPlan imported(SecretImport file, boolean dry) throws InterruptedException {
        var body = ValueBody.of("content", file.content(), json -> {
            json.writeName("format").writeString(file.format().name().toLowerCase(Locale.ROOT));
            json.writeName("mode").writeString(file.mode().name().toLowerCase(Locale.ROOT));
            ValueBody.texts(json, "environments", file.environments());
            app.ifPresent(each -> json.writeName("app").writeString(each));
            json.writeName("dry_run").writeBoolean(dry);
        });
        try {
            return ImportPlan.of(http.write("POST", project + "/imports", body, "").body());
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }
}
