package dev.coffer.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts another program in the place of this one, as a shell's {@code exec}: the process stays the same, with its
 * number, terminal and parent, and nothing of Java is left in it. On Linux; elsewhere, and where native access is not
 * granted, it isn't done and the caller goes another way. Arguments and environment are bytes here, as the system has
 * them.
 */
public final class Exec {
    private static final int CLOSE_ON_EXEC = 4;
    private static final int E2BIG = 7;
    private static final String UTF_8_LOCALE = "C.UTF-8";

    private Exec() {}

    /**
     * Starts this very program anew in a locale that Java can write every value and argument in, unless it is in one.
     * What was the locale is remembered for the child. Returns where that isn't possible or needed.
     */
    public static void inUtf8() {
        if ("UTF-8".equals(System.getProperty("sun.jnu.encoding"))
                || new ProcessBuilder().environment().containsKey(Launch.CALLERS_LOCALE)) {
            return;
        }
        try {
            var arguments = split("/proc/self/cmdline");
            var environment = new ArrayList<>(split("/proc/self/environ"));
            var locale = environment.stream().filter(each -> name(each).equals("LC_ALL")).findFirst();
            environment.removeIf(each -> name(each).equals("LC_ALL"));
            environment.add(bytes("LC_ALL=" + UTF_8_LOCALE));
            environment
                    .add(bytes(Launch.CALLERS_LOCALE + "=" + locale.map(each -> text(each).substring("LC_ALL".length()))
                            .orElse("")));
            replace(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString(), arguments, environment);
        } catch (IOException noLinux) {
            // then a value that can't be written is refused
        }
    }

    /** Becomes the command, which then has the terminal to itself. Returns where that isn't possible. */
    public static void become(Launch launch) {
        Child.check(launch);
        try {
            var command = Programs.withCallersLimits(launch.command());
            int error = replace(command.getFirst(), command.stream().map(Exec::bytes).toList(), environment(launch));
            if (error == E2BIG) {
                throw CannotStart.refused(List.of("The system finds arguments and environment too large together"));
            }
        } catch (IOException noLinux) {
            // then as a child
        }
    }

    /** What is as it was inherited keeps its bytes, whatever Java reads in them. */
    private static List<byte[]> environment(Launch launch) throws IOException {
        var before = new ProcessBuilder().environment();
        var after = new LinkedHashMap<>(before);
        launch.into(after, Map.of());
        var environment = new ArrayList<byte[]>();
        for (var each : split("/proc/self/environ")) {
            var name = name(each);
            if (after.containsKey(name) && after.get(name).equals(before.get(name))) {
                environment.add(each);
                after.remove(name);
            }
        }
        after.forEach((name, value) -> environment.add(bytes(name + "=" + value)));
        return environment;
    }

    /** Doesn't return where it is done. @return errno, or 0 where it can't be tried */
    @SuppressWarnings("restricted")
    private static int replace(String program, List<byte[]> arguments, List<byte[]> environment) {
        var linker = Linker.nativeLinker();
        var symbols = linker.defaultLookup();
        var execvpe = symbols.find("execvpe");
        var closeRange = symbols.find("close_range");
        if (execvpe.isEmpty() || closeRange.isEmpty()) {
            return 0;
        }
        var pointer = ValueLayout.ADDRESS;
        var errno = Linker.Option.captureCallState("errno");
        var state = Linker.Option.captureStateLayout();
        try (var arena = Arena.ofConfined()) {
            var close = linker.downcallHandle(closeRange.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            var exec = linker.downcallHandle(execvpe.get(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, pointer, pointer), errno);
            System.out.flush();
            System.err.flush();
            int _ = (int) close.invokeExact(3, -1, CLOSE_ON_EXEC);
            var captured = arena.allocate(state);
            int _ = (int) exec.invokeExact(captured, arena.allocateFrom(program, StandardCharsets.UTF_8),
                    array(arena, arguments), array(arena, environment));
            return (int) state.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(captured, 0L);
        } catch (IllegalCallerException notGranted) {
            return 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MemorySegment array(Arena arena, List<byte[]> texts) {
        var array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            var text = arena.allocate(texts.get(i).length + 1L);
            MemorySegment.copy(texts.get(i), 0, text, ValueLayout.JAVA_BYTE, 0, texts.get(i).length);
            array.setAtIndex(ValueLayout.ADDRESS, i, text);
        }
        return array;
    }

    private static List<byte[]> split(String file) throws IOException {
        var parts = new ArrayList<byte[]>();
        var part = new ByteArrayOutputStream();
        for (byte each : Files.readAllBytes(Path.of(file))) {
            if (each == 0) {
                parts.add(part.toByteArray());
                part.reset();
            } else {
                part.write(each);
            }
        }
        return parts;
    }

    private static String name(byte[] entry) {
        var text = text(entry);
        int end = text.indexOf('=');
        return end < 0 ? text : text.substring(0, end);
    }

    /** One character a byte: for names, which are ASCII, and to be written back as it was. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
