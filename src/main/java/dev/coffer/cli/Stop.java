package dev.coffer.cli;

/** Ends a command with an exit code and a sentence for whoever runs it. The sentence never holds a value. */
final class Stop extends RuntimeException {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USE = 2;
    static final int MISSING = 3;
    static final int UNREACHABLE = 69;

    private final int code;

    private Stop(int code, String words) {
        super(words, null, false, false);
        this.code = code;
    }

    static Stop refused(String words) {
        return new Stop(REFUSED, words);
    }

    static Stop wrongUse(String words) {
        return new Stop(WRONG_USE, words);
    }

    static Stop unreachable(String words) {
        return new Stop(UNREACHABLE, words);
    }

    int code() {
        return code;
    }
}
