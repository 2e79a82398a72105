package dev.coffer.client;

import java.util.List;

/** A file of secrets, and where its values go. The caller closes the content. */
public record SecretImport(Format format, SecretValue content, List<String> environments, Mode mode) {

    /** How the text is read: {@code KEY=value} lines, or a flat JSON object. */
    public enum Format {
        DOTENV,
        JSON
    }

    /** Whether a value that is there and differs is kept or replaced. */
    public enum Mode {
        ADD,
        REPLACE
    }

    public SecretImport {
        environments = List.copyOf(environments);
    }
}
