package dev.coffer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code coffer run -- true} beside a Java program that prints a line and beside {@code env true}: how long each takes,
 * turn by turn, and how much memory is held while a command runs. A command that only asks the server stands beside
 * them.
 */
final class RunBench {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int ROUNDS = 15;
    private static final int SETTLE_MILLIS = 500;

    private final Report report;
    private final List<String> coffer;
    private final Map<String, String> environment;

    /** @param environment with the server's address and a deployment's token */
    RunBench(Report report, List<String> coffer, Map<String, String> environment) {
        this.report = report;
        this.coffer = coffer;
        this.environment = environment;
    }

    /** Each way to run a command that does nothing, in the same round. */
    void run() throws Exception {
        report.title("A command with its secrets, beside a bare one; %d rounds, and memory while it runs".formatted(
                ROUNDS));
        report.line("  %-32s %10s %10s %12s", "", "least ms", "median ms", "resident MB");
        var times = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (var each : commands("true", "").entrySet()) {
                double millis = millis(each.getValue());
                if (round > 0) {
                    times.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(millis);
                }
            }
        }
        var waiting = commands("cat", "wait");
        for (var each : times.entrySet()) {
            Collections.sort(each.getValue());
            var held = waiting.get(each.getKey());
            report.line("  %-32s %10.0f %10.0f %12s", each.getKey(), each.getValue().getFirst(),
                    each.getValue().get(ROUNDS / 2), held == null ? "" : "%.1f".formatted(megabytes(held)));
        }
    }

    private Map<String, List<String>> commands(String command, String waits) {
        var line = new ArrayList<>(List.of(ServerProcess.JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Line.class.getName()));
        if (!waits.isEmpty()) {
            line.add(waits);
        }
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put("env …", List.of("env", command));
        commands.put("java that prints a line", line);
        commands.put("coffer run -- …", with(coffer, "run", "--", command));
        commands.put("coffer run --no-mask -- …", with(coffer, "run", "--no-mask", "--", command));
        if (waits.isEmpty()) {
            commands.put("coffer whoami", with(coffer, "whoami"));
        }
        return commands;
    }

    private static List<String> with(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private double millis(List<String> command) throws Exception {
        long before = System.nanoTime();
        var process = start(command);
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException("%s exits with %d".formatted(command, code));
        }
        return (System.nanoTime() - before) / 1e6;
    }

    /** Of the process and what it started, once all of it runs. */
    private double megabytes(List<String> command) throws Exception {
        var process = start(command);
        try (var _ = process.getOutputStream()) {
            while (command.contains("cat") && process.toHandle().descendants().findAny().isEmpty()
                    && !name(process.pid()).equals("cat")) {
                Thread.sleep(5);
            }
            Thread.sleep(SETTLE_MILLIS);
            double sum = kilobytes(process.pid());
            for (var child : process.descendants().toList()) {
                sum += kilobytes(child.pid());
            }
            return sum / 1024;
        } finally {
            process.waitFor();
        }
    }

    private Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("COFFER_JAVA", ServerProcess.JAVA);
        return builder.start();
    }

    private static String name(long pid) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(pid), "comm")).strip();
    }

    private static double kilobytes(long pid) throws IOException {
        var found = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
