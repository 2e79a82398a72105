package dev.coffer;

import dev.coffer.cli.Coffer;

/** The entry point: hands the arguments to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = Coffer.run(args, new Here());
        if (code != Operator.RUNS_ON) {
            System.exit(code);
        }
    }

    /** This machine. What the server is made of is loaded when it is asked for, and not by the other commands. */
    private static final class Here implements Coffer.Host {
        @Override
        public int serve() {
            return new Operator().serve();
        }

        @Override
        public int train() {
            return new Operator().train();
        }
    }
}
