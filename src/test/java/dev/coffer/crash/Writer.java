package dev.coffer.crash;

import dev.coffer.ChildServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sets one key again and again, each time with a new value and a mark in the description. A write that wasn't answered
 * with 2xx is repeated with the same {@code Idempotency-Key} until it is, so every write is made once in the end.
 */
final class Writer implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String key;
    private final URI address;
    private final String token;
    private final List<String> wrong = new ArrayList<>();
    private volatile boolean stopped;
    private volatile int acknowledged;
    private int unknown;
    private int unavailable;
    private long longestWait;

    Writer(ChildServer server, String token, int number) {
        this.key = "WRITER_" + number;
        this.address = URI.create(server.url() + "/api/v1/projects/storm/secrets/" + key);
        this.token = token;
    }

    /** After the write that is under way. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped && wrong.isEmpty()) {
            int next = acknowledged + 1;
            write(next);
        }
    }

    private void write(int number) {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").header("Idempotency-Key", key + "-" + number)
                .PUT(BodyPublishers.ofString("{\"value\":\"%s\",\"description\":\"%s\",\"environments\":[\"preview\"]}"
                        .formatted(value(number), mark(number))))
                .build();
        boolean inDoubt = false;
        long since = System.nanoTime();
        while (wrong.isEmpty()) {
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200 || answer.statusCode() == 201) {
                    longestWait = Math.max(longestWait, System.nanoTime() - since);
                    acknowledged = number;
                    return;
                }
                if (answer.statusCode() != 503 || answer.headers().firstValue("Retry-After").isEmpty()) {
                    wrong.add("%s %d: %d %s".formatted(key, number, answer.statusCode(), answer.body()));
                }
                unavailable++;
            } catch (IOException noAnswer) {
                unknown += inDoubt ? 0 : 1;
                inDoubt = true;
            } catch (InterruptedException ended) {
                wrong.add("interrupted");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String value(int number) {
        return "value-%s-%d".formatted(key, number);
    }

    private String mark(int number) {
        return "mark %d".formatted(number);
    }

    Ledger.Told told() {
        return new Ledger.Told(key, acknowledged, mark(acknowledged));
    }

    String lastValue() {
        return value(acknowledged);
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Writes whose connection broke before an answer. */
    int unknown() {
        return unknown;
    }

    /** Answers of 503. */
    int unavailable() {
        return unavailable;
    }

    /** The longest that a write took until it was acknowledged, in milliseconds. */
    long longestMillis() {
        return longestWait / 1_000_000;
    }

    /** Answers that no crash excuses: anything but 2xx, and 503 with {@code Retry-After}. */
    List<String> wrong() {
        return wrong;
    }
}
