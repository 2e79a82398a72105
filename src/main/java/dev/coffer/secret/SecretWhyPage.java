package dev.coffer.secret;

import dev.coffer.form.Choice;
import dev.coffer.reading.Level;
import dev.coffer.reading.Reader;
import dev.coffer.reading.Readings;
import dev.coffer.reading.Why;
import dev.coffer.web.Page;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why which value is read: all that would give a variable in an environment, the highest first. */
public record SecretWhyPage(SecretAddresses to, Readings.Answer answer) implements Page {

    /** A value, and where its secret is shown; {@code href} is null where the project shows its own there. */
    public record Line(Why why, Why.Step step, String href) {
        public String level() {
            return step.offer().level().label();
        }

        /** Where another key's value gives it: that key. */
        public String key() {
            return step.offer().key();
        }

        public boolean isGiven() {
            return !key().equals(why.name());
        }

        public int version() {
            return step.offer().source().version();
        }

        public String fate() {
            return switch (step.fate()) {
                case READ -> "Read";
                case HIDDEN -> "Hidden";
                case LEFT_OUT -> "Not on the list";
            };
        }

        public boolean isRead() {
            return step.fate() == Why.Fate.READ;
        }

        public String reason() {
            return why.reason(step) + ".";
        }
    }

    /** An app that has a value of its own, and its answer. */
    public record Owner(String app, String href) {}

    @Override
    public String template() {
        return "secret/why";
    }

    @Override
    public String title() {
        return "Why this value: " + name();
    }

    @Override
    public String section() {
        return "Secrets";
    }

    public String name() {
        return why().name();
    }

    public String secretHref() {
        return to.base() + "/" + name();
    }

    public String action() {
        return to.why(name());
    }

    public String said() {
        return why().answer();
    }

    public String heading() {
        return "Values for %s in %s".formatted(name(), why().environment().name());
    }

    public boolean found() {
        return !why().steps().isEmpty();
    }

    public List<Line> lines() {
        return why().steps().stream().map(step -> new Line(why(), step, href(step))).toList();
    }

    public List<Choice> environments() {
        return answer.environments().stream().map(each -> Choice.of(each.slug(), each.name(),
                each.id().equals(why().environment().id()))).toList();
    }

    public boolean hasApps() {
        return !answer.apps().isEmpty();
    }

    public List<Choice> apps() {
        var chosen = why().app().map(Reader.App::slug).orElse("");
        return Stream
                .concat(Stream.of(Choice.of("", "Every app without its own", chosen.isEmpty())), answer.apps().stream()
                        .map(each -> Choice.of(each.slug(), each.name(), each.slug().equals(chosen))))
                .toList();
    }

    /** The apps that read another value here, because they have one of their own. */
    public List<Owner> owners() {
        return why().owners().stream().filter(each -> !why().app().equals(Optional.of(each)))
                .map(each -> new Owner(each.name(), to.why(name(), why().environment().slug(), each.slug()))).toList();
    }

    public boolean isOwnedElsewhere() {
        return !owners().isEmpty();
    }

    private Why why() {
        return answer.why();
    }

    private String href(Why.Step step) {
        var address = to.base() + "/" + step.offer().key();
        if (step.offer().level() == Level.ORGANIZATION && why().steps().stream().anyMatch(other -> other.offer()
                .level() == Level.PROJECT && other.offer().key().equals(step.offer().key()))) {
            return null;
        }
        return step.offer().level() == Level.APP ? address + "?app=" + why().app().orElseThrow().slug() : address;
    }
}
