package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A file to import: what it is, its text, where its values go (slugs), what happens to values that differ, and whose
 * own they will be: the app's with that slug, or with "" the project's.
 */
public record ImportRequest(Format format, Plaintext content, List<String> environments, Mode mode, String app) {

    /** How the text is to be read. */
    public enum Format {
        DOTENV,
        JSON
    }

    /** Whether a value that is there and differs is kept or replaced. */
    public enum Mode {
        ADD,
        REPLACE;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ImportRequest {
        environments = environments.stream().distinct().toList();
    }

    /** One for the project. */
    public ImportRequest(Format format, Plaintext content, List<String> environments, Mode mode) {
        this(format, content, environments, mode, "");
    }

    /** The same for an app's own; "" for the project's. */
    public ImportRequest ofApp(String slug) {
        return new ImportRequest(format, content, environments, mode, slug);
    }

    /** As a form or a client sends it; each may be null. Every mistake at once, by field. */
    public static Result<ImportRequest> of(String format, Plaintext content, List<String> environments, String mode) {
        var chosen = environments == null ? List.<String>of() : environments;
        var knownFormat = named(Format.values(), format);
        var knownMode = named(Mode.values(), mode);
        var errors = Errors.none();
        if (knownFormat.isEmpty()) {
            errors = errors.and("format", "Use dotenv or json");
        }
        if (content == null || isBlank(content)) {
            errors = errors.and("content", "The file's text is required");
        }
        if (chosen.isEmpty() || chosen.stream().anyMatch(Objects::isNull)) {
            errors = errors.and("environments", "Choose at least one environment");
        }
        if (knownMode.isEmpty()) {
            errors = errors.and("mode", "Use add or replace");
        }
        return errors.isEmpty() ? Result.ok(new ImportRequest(knownFormat.get(), content, chosen, knownMode.get()))
                : Result.invalid(errors);
    }

    /** The caller closes it. */
    ImportFile read(SecretLimits limits) {
        return switch (format) {
            case DOTENV -> ImportFile.readDotEnv(content, limits);
            case JSON -> ImportFile.readJson(content, limits);
        };
    }

    private static boolean isBlank(Plaintext content) {
        for (var b : content.expose()) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, String name) {
        for (var each : all) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
