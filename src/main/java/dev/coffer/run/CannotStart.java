package dev.coffer.run;

import java.util.List;

/** Why a command is not started: a sentence for each reason, without a value, and the exit code that shells give. */
public final class CannotStart extends RuntimeException {
    private static final int REFUSED = 1;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final int code;
    private final List<String> reasons;

    private CannotStart(int code, List<String> reasons) {
        super(String.join(". ", reasons), null, false, false);
        this.code = code;
        this.reasons = List.copyOf(reasons);
    }

    /** Something would go wrong. */
    public static CannotStart refused(List<String> reasons) {
        return new CannotStart(REFUSED, reasons);
    }

    static CannotStart notFound(String command) {
        return new CannotStart(NOT_FOUND, List.of("There is no command " + command));
    }

    static CannotStart notExecutable(String command) {
        return new CannotStart(NOT_EXECUTABLE, List.of(command + " can't be executed"));
    }

    /** 1; 126 for what can't be executed, 127 for what isn't there. */
    public int code() {
        return code;
    }

    public List<String> reasons() {
        return reasons;
    }
}
