package dev.coffer.client;

import java.time.Duration;

/** Reads what a deployment may read, with its own token. Each read is in the project's audit log. */
public final class RuntimeReader {
    private final Http http;

    RuntimeReader(Http http) {
        this.http = http;
    }

    /** All of it. The caller closes it. */
    public RuntimeSecrets read() throws InterruptedException {
        var answer = http.values(Watch.ALL, "", Duration.ZERO);
        return RuntimeSecrets.of(answer.body(), answer.etag());
    }

    /** One value. The caller closes it. @throws CofferException with 404 where it reads none of that name */
    public SecretValue read(String key) throws InterruptedException {
        var answer = http.values(Watch.ALL + "/" + Http.encoded(key), "", Duration.ZERO);
        return RuntimeSecrets.one(answer.body());
    }

    /**
     * All of it, as a format's own readers take it: {@code dotenv}, {@code json}, {@code yaml}, {@code shell} or
     * {@code docker}. The caller wipes it. @throws CofferException with 422 where the format can't hold a value
     */
    public byte[] print(String format) throws InterruptedException {
        return http.values(Watch.ALL + "?format=" + Http.encoded(format), "", Duration.ZERO).body();
    }

    /**
     * Tells a listener what is read now, and what is read from then on, as soon as it changes. It is told by one
     * thread, which a closed watch no longer has.
     */
    public Watch watch(Watch.Listener listener) {
        return new Watch(http, "", listener);
    }

    /** As the other one, and of changes alone. @param known what was read before */
    public Watch watch(RuntimeSecrets known, Watch.Listener listener) {
        return new Watch(http, known.etag(), listener);
    }
}
