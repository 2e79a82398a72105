package dev.coffer;

import dev.coffer.cli.Coffer;

/** The entry point: hands the arguments to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = Coffer.run(args, new Operator());
        if (code != Operator.RUNS_ON) {
            System.exit(code);
        }
    }
}
