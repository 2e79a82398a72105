package dev.coffer.bench;

import dev.coffer.bench.HttpConnection.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What running apps ask: all that a deployment reads, recorded and durable, beside nothing but the transaction that
 * records it; one value; what is unchanged; and many who wait for a change.
 */
final class RuntimeBench {
    private static final String ALL = "/api/v1/runtime/secrets";
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
    private static final int WAITING = 5_000;
    private static final int PATIENCE_MILLIS = 90_000;
    private static final int WARM_UP_REQUESTS = 5_000;

    private final Report report;
    private final Load load;
    private final Instance instance;
    private final String project;

    RuntimeBench(Report report, Load load, Instance instance, String project) {
        this.report = report;
        this.load = load;
        this.instance = instance;
        this.project = project;
    }

    /** @return the most memory seen, in megabytes */
    long run(ServerProcess server, int pool) throws Exception {
        var app = instance.asApp();
        var all = new Request("GET", ALL, app, "");
        var one = new Request("GET", ALL + "/" + Instance.key(7), app, "");
        var known = ask(server, all).tag();
        var unchanged = new Request("GET", ALL, app + "If-None-Match: " + known + "\r\n", "");
        warmUp(server, List.of(all, one, unchanged));
        ask(server, all);
        var logged = instance.lastOf(project);
        report.title("A deployment reads, beside the bare transaction that records it on at most %d connections"
                .formatted(pool));
        report.line("  100 values: a row of %,d characters in the log", logged.characters());
        report.heads("connections", "bare SQL");
        long most = 0;
        for (int connections : CONNECTIONS) {
            report.row("100 values %d".formatted(connections), http(server, connections, all, 200),
                    recorded(connections, pool, logged));
            most = Math.max(most, server.residentMegabytes());
        }
        ask(server, one);
        var small = instance.lastOf(project);
        for (int connections : CONNECTIONS) {
            report.row("one value %d".formatted(connections), http(server, connections, one, 200),
                    recorded(connections, pool, small));
        }
        report.title("Unchanged (304), which is not recorded");
        for (int connections : CONNECTIONS) {
            report.row("304 %d".formatted(connections), http(server, connections, unchanged, 304));
        }
        most = Math.max(most, server.residentMegabytes());
        return Math.max(most, waiting(server, new Request("GET", ALL + "?wait=60",
                app + "If-None-Match: " + known + "\r\n", "")));
    }

    private static HttpConnection.Answer ask(ServerProcess server, Request request) throws IOException {
        try (var connection = new HttpConnection(server.port(), request)) {
            return connection.exchange();
        }
    }

    private static void warmUp(ServerProcess server, List<Request> requests) throws IOException {
        for (var request : requests) {
            try (var connection = new HttpConnection(server.port(), request)) {
                for (int i = 0; i < WARM_UP_REQUESTS; i++) {
                    connection.exchange();
                }
            }
        }
    }

    private Load.Rate http(ServerProcess server, int connections, Request request, int wanted) throws Exception {
        return load.run(connections, _ -> {
            var connection = new HttpConnection(server.port(), request);
            return new Load.Worker() {
                @Override
                public boolean once() throws IOException {
                    int status = connection.exchange().status();
                    if (status != wanted && status != 503) {
                        throw new IOException("status " + status);
                    }
                    return status == wanted;
                }

                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        });
    }

    private Load.Rate recorded(int workers, int pool, Instance.Logged logged) throws Exception {
        var body = "-".repeat(logged.characters());
        var free = new ArrayBlockingQueue<BareSql>(pool);
        for (int i = 0; i < Math.min(workers, pool); i++) {
            free.add(new BareSql(instance.connect(), instance.token(), project));
        }
        try {
            return load.run(workers, _ -> () -> {
                var bare = free.take();
                try {
                    bare.recordRead(logged.project(), body);
                    return true;
                } finally {
                    free.add(bare);
                }
            });
        } finally {
            for (var bare : free) {
                bare.close();
            }
        }
    }

    /**
     * Opens the connections, lets all of them wait, changes one value, and takes the time until each has its answer.
     */
    private long waiting(ServerProcess server, Request request) throws Exception {
        report.title("%,d connections wait for a change (long poll)".formatted(WAITING));
        report.line("  %-32s %8d", "resident megabytes before", server.residentMegabytes());
        var asked = new CountDownLatch(WAITING);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Answered>>();
            for (int i = 0; i < WAITING; i++) {
                answers.add(threads.submit(() -> {
                    try (var connection = HttpConnection.patient(server.port(), request, PATIENCE_MILLIS)) {
                        asked.countDown();
                        return new Answered(connection.exchange().status(), System.nanoTime());
                    } catch (IOException cut) {
                        asked.countDown();
                        return new Answered(0, System.nanoTime());
                    }
                }));
            }
            asked.await();
            Thread.sleep(10_000); // so that the last one waits, and nothing else goes on
            long memory = server.residentMegabytes();
            report.line("  %-32s %8d", "resident megabytes meanwhile", memory);
            long began = System.nanoTime();
            ask(server, instance.set(project, 0));
            report.line("  %-32s %8.0f", "milliseconds of the change", (System.nanoTime() - began) / 1e6);
            told(answers, began);
            return Math.max(memory, server.residentMegabytes());
        }
    }

    /** A status, or 0 for a connection that was cut, and when. */
    private record Answered(int status, long at) {}

    private void told(List<Future<Answered>> answers, long began) throws Exception {
        var statuses = new TreeMap<Integer, Integer>();
        var took = new ArrayList<Double>();
        for (var answer : answers) {
            statuses.merge(answer.get().status(), 1, Integer::sum);
            if (answer.get().status() == 200) {
                took.add((answer.get().at() - began) / 1e6);
            }
        }
        Collections.sort(took);
        report.line("  %-32s %s", "answers by status", statuses);
        if (!took.isEmpty()) {
            report.line("  %-32s %8.0f", "milliseconds to the first answer", took.getFirst());
            report.line("  %-32s %8.0f", "to half of them", took.get(took.size() / 2));
            report.line("  %-32s %8.0f", "to the last, each one recorded", took.getLast());
        }
    }
}
