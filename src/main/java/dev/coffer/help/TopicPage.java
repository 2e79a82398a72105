package dev.coffer.help;

import dev.coffer.web.Page;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How one kind of program gets its values, with code to copy. {@code server} is this server's address. */
public record TopicPage(Topic topic, String server) implements Page {

    /** What there is a page for, below {@code /help/}. */
    public enum Topic {
        PROGRAMS("Read values from a program"),
        SERVICES("systemd and Docker"),
        ACTIONS("GitHub Actions"),
        KUBERNETES("Kubernetes");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        static Optional<Topic> of(String slug) {
            return Arrays.stream(values()).filter(topic -> topic.slug().equals(slug)).findFirst();
        }

        String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Each recipe by its name in lower case. */
    public Map<String, String> code() {
        return Arrays.stream(Recipe.values())
                .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), each -> each.at(server)));
    }

    @Override
    public String template() {
        return "help/" + topic.slug();
    }

    @Override
    public String title() {
        return topic.title;
    }
}
