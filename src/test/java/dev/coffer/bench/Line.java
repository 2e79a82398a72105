package dev.coffer.bench;

import java.io.IOException;

/** The least that a Java program does: it prints a line, and ends when its input does. */
final class Line {
    private Line() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("a line");
        if (arguments.length > 0) {
            System.in.read();
        }
    }
}
