package dev.coffer.cli;

/** How far long work is, in one line of a terminal that is taken away again; nothing where there is none. */
final class Progress {
    private final Screen screen;
    private final boolean isTerminal;
    private boolean isShown;

    Progress(Surroundings around, Screen screen) {
        this.screen = screen;
        this.isTerminal = around.streams().isError();
    }

    void show(String words) {
        if (isTerminal) {
            isShown = true;
            screen.err().print("\r" + Screen.safe(words) + "\u001b[K");
            screen.err().flush();
        }
    }

    void clear() {
        if (isShown) {
            screen.err().print("\r\u001b[K");
            screen.err().flush();
        }
    }
}
