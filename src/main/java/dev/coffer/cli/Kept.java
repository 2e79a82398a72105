package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.CofferException;
import dev.coffer.client.RuntimeCache;
import dev.coffer.client.RuntimeCache.Recalled;
import dev.coffer.client.RuntimeSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what a deployment reads; while the server is away, what was read last, where a time for that is set. A token
 * that is refused takes with it what was kept.
 */
record Kept(CofferClient client, Optional<RuntimeCache> cache, Screen screen) {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");

    /** How long what is kept may be used: by the option, else by COFFER_CACHE; without either not at all. */
    static Optional<Duration> longest(String option, Surroundings around) {
        var written = option != null ? option : around.variable("COFFER_CACHE");
        if (written == null || written.equals("0") || written.equals("off")) {
            return Optional.empty();
        }
        var found = TIME.matcher(written);
        if (!found.matches()) {
            throw Stop.wrongUse("The time to work on without the server is written 30m, 12h, 7d, or off");
        }
        long count = Long.parseLong(found.group(1));
        return Optional.of(switch (found.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        });
    }

    /** Where it is kept. */
    static Path folder(Surroundings around) {
        var caches = around.variable("XDG_CACHE_HOME");
        var home = around.variable("HOME");
        return (caches != null && caches.startsWith("/") ? Path.of(caches)
                : Path.of(home != null && home.startsWith("/") ? home : System.getProperty("user.home"), ".cache"))
                .resolve("coffer");
    }

    /** The caller closes them. @throws CofferException where nothing can be read, and nothing was kept either */
    RuntimeSecrets read() throws InterruptedException {
        try {
            var secrets = client.runtime().read();
            keep(secrets);
            return secrets;
        } catch (CofferException e) {
            if (e.status() == 401 || e.status() == 403) {
                forget();
                throw e;
            }
            if (!e.isPassing() || cache.isEmpty()) {
                throw e;
            }
            return recalled(e);
        }
    }

    void keep(RuntimeSecrets secrets) {
        if (cache.isPresent()) {
            try {
                cache.get().keep(secrets);
            } catch (IOException unwritable) {
                screen.say("What was read can't be kept for when the server is away.");
            }
        }
    }

    void forget() {
        cache.ifPresent(RuntimeCache::wipe);
    }

    private RuntimeSecrets recalled(CofferException away) {
        return switch (cache.orElseThrow().recall()) {
            case Recalled.Kept(var secrets, var age) -> {
                screen.say("%s. Works on with what was read %s ago.".formatted(withoutStop(away), words(age)));
                yield secrets;
            }
            case Recalled.Nothing(var why) -> {
                screen.say(why + ".");
                throw away;
            }
        };
    }

    static String withoutStop(CofferException e) {
        return e.getMessage().replaceFirst("\\.$", "");
    }

    private static String words(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " hours";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " minutes" : age.toSeconds() + " seconds";
    }
}
