package dev.coffer.secret;

import dev.coffer.project.Environment;
import dev.coffer.reading.Reader;
import dev.coffer.reading.Readership;
import dev.coffer.reading.Readings;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.Optional;

/** Who reads a secret, as its page shows it: a row a deployment that would read that very value now. */
public record ReadersTable(SecretAddresses to, String key, Readings.Report report, List<Environment> environments) {

    /** A deployment, by name and with its app's page. */
    public record Row(Readership readership, Reader reader, String href) {
        public String name() {
            return reader.name();
        }

        public String how() {
            return reader.isListed() ? "It is on its list" : "It reads all";
        }

        /** Null where it read no version of it. */
        public Stamp readAt() {
            return last().map(read -> new Stamp(read.at())).orElse(null);
        }

        public String version() {
            return last().map(read -> String.valueOf(read.held().version())).orElse("—");
        }

        public String state() {
            return isCurrent() ? "Picked up" : reader.last().isEmpty() ? "Never read"
                    : last().isPresent() ? "Not yet picked up" : "Read another value so far";
        }

        public boolean isCurrent() {
            return readership.isCurrent(reader);
        }

        private Optional<Reader.LastRead> last() {
            return reader.last(readership.held().secretId());
        }
    }

    /** An environment where it can be asked why which value is read. */
    public record Why(String environment, String href, String label) {}

    public boolean isRead() {
        return !report.readers().isEmpty();
    }

    /** Since when what is there is in use, and who hasn't picked it up yet; one an environment. */
    public List<String> sentences() {
        return report.readers().stream().map(each -> "%s: %s.".formatted(each.environment().name(),
                report.words().inUse(each, each.held().version()).map(text -> "version %,d is %s".formatted(
                        each.held().version(), uncapitalized(text))
                        + (each.waiting().isEmpty() ? ""
                                : ", " + uncapitalized(report.words().pickedUp(each))))
                        .orElseGet(() -> uncapitalized(report.words().pickedUp(each)))))
                .toList();
    }

    public List<Row> rows() {
        return report.readers().stream().flatMap(each -> each.readers().stream()
                .map(reader -> new Row(each, reader, to.app(reader.app().slug())))).toList();
    }

    public List<Why> whys() {
        return environments.stream().map(each -> new Why(each.name(), to.why(key, each.slug(), ""),
                "Why this value, %s, %s".formatted(key, each.name()))).toList();
    }

    /** What is said of a version in an environment; null where nobody reads it. */
    String inUse(Environment environment, int version) {
        return report.readers().stream().filter(each -> each.environment().id().equals(environment.id())).findFirst()
                .flatMap(each -> report.words().inUse(each, version)).orElse(null);
    }

    private static String uncapitalized(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
