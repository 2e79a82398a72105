package dev.coffer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer} as a process of its own, with no more on its class path than a command needs. Ended when closed. */
public final class CofferProcess implements AutoCloseable {
    /** Of each jar that a command reads: without HTTP server, database and templates. */
    private static final List<Class<?>> NEEDED = List.of(Main.class, CommandLine.class, JsonMapper.class,
            JsonFactory.class, JsonInclude.class, Load.class, LoggerFactory.class);
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    private CofferProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a command came to. */
    record Done(int code, String out, String err) {}

    /** The command line that starts it. */
    public static List<String> command(String... args) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                NEEDED.stream().map(CofferProcess::place).collect(Collectors.joining(File.pathSeparator)),
                "dev.coffer.Main"));
        command.addAll(List.of(args));
        return command;
    }

    /** @param environment beside what is inherited; an empty value takes a variable away */
    static CofferProcess start(Path folder, Map<String, String> environment, String... args) throws IOException {
        return start(folder, environment, command(args));
    }

    static CofferProcess start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return new CofferProcess(builder.start(), out, err);
    }

    /** Runs it to its end. */
    static Done run(Path folder, Map<String, String> environment, String... args) throws Exception {
        try (var running = start(folder, environment, args)) {
            running.process.getOutputStream().close();
            return running.done();
        }
    }

    Process process() {
        return process;
    }

    Done done() throws Exception {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("It doesn't end. %s%n%s".formatted(out(), err()));
        }
        return new Done(process.exitValue(), out(), err());
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until its output holds this. */
    void awaitOut(String text) throws Exception {
        await("'%s' in its output".formatted(text), () -> holds(out, text));
    }

    void awaitErr(String text) throws Exception {
        await("'%s' among its words".formatted(text), () -> holds(err, text));
    }

    void await(String what, BooleanSupplier isSo) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("No %s.%nout: %s%nerr: %s".formatted(what, out(), err()));
            }
            Thread.sleep(2);
        }
    }

    /** Sends it a signal, and nobody else. */
    void signal(String name) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, String.valueOf(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    static String read(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String place(Class<?> one) {
        return Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
