package dev.coffer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What {@code execve} takes on this system, in bytes. {@code one}: an argument, or a variable with its name, {@code =}
 * and the final NUL. {@code all}: arguments and environment together, with {@link #POINTER} for each.
 */
record ExecLimits(long one, long all) {
    /** Of each argument and variable, beside its bytes. */
    static final int POINTER = 8;

    /** Linux, {@code MAX_ARG_STRLEN}: 32 pages of 4 KiB. */
    private static final long LARGEST = 128 * 1024;
    /** Linux, {@code bprm_stack_limits}: a quarter of the stack, within these bounds. */
    private static final long LEAST = 128 * 1024;
    private static final long MOST = 6 * 1024 * 1024;
    /** What the system needs beside: the program's path, the interpreter of a script, what guards the child. */
    private static final long SPARE = 8 * 1024;
    /** Elsewhere, such as macOS. */
    private static final long ELSEWHERE = 1024 * 1024;
    private static final Pattern STACK = Pattern.compile("Max stack size +(\\d+|unlimited)");

    /** Those of this process, which its children inherit. */
    static ExecLimits here() {
        try {
            var found = STACK.matcher(Files.readString(Path.of("/proc/self/limits")));
            return found.find() ? ofStack(found.group(1)) : new ExecLimits(LARGEST, LEAST - SPARE);
        } catch (IOException noLinux) {
            return new ExecLimits(ELSEWHERE - SPARE, ELSEWHERE - SPARE);
        }
    }

    static ExecLimits ofStack(String limit) {
        long quarter = limit.equals("unlimited") ? MOST : Long.parseLong(limit) / 4;
        return new ExecLimits(LARGEST, Math.clamp(quarter, LEAST, MOST) - SPARE);
    }
}
