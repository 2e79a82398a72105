package dev.coffer.webhook;

import dev.coffer.form.Errors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A webhook as somebody wants it; {@code events} are slugs. */
public record WebhookDraft(String url, List<String> events, boolean enabled) {

    public WebhookDraft {
        url = url == null ? "" : url.strip();
        events = events == null ? List.of() : events.stream().filter(Objects::nonNull).distinct().toList();
    }

    Errors check(Reach reach) {
        var errors = Errors.none().and("url", reach.mistake(url));
        if (events.isEmpty()) {
            errors = errors.and("events", "Choose at least one event");
        }
        return events.stream().allMatch(slug -> Event.of(slug).isPresent()) ? errors
                : errors.and("events", "Events are " + String.join(", ", all()));
    }

    static List<String> all() {
        return Arrays.stream(Event.values()).map(Event::slug).toList();
    }

    @Override
    public String toString() {
        return "[webhook]";
    }
}
