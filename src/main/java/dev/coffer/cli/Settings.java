package dev.coffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is set for a command outside its options: by {@code COFFER_} variables, else by {@code coffer.yaml} in its
 * folder or above, else by the profile that {@code coffer login} kept.
 */
record Settings(Surroundings around, Map<String, String> file, Optional<Profile> profile) {
    private static final String NO_TOKEN = "There is no token. coffer login keeps one; a program gives it as "
            + "COFFER_TOKEN, or as COFFER_TOKEN_FILE, a path";

    /** @param profile the name of one, or null */
    static Settings of(Surroundings around, String profile) {
        var profiles = new Profiles(around);
        boolean isNeeded =
                profile != null || around.variable("COFFER_PROFILE") != null || around.overriding().isEmpty();
        return new Settings(around, ProjectFile.nearest(around.folder()),
                isNeeded ? profiles.chosen(profile) : profiles.usable(Profile.DEFAULT));
    }

    /** {@code project}, {@code environment} or {@code app}: its option, or where that is null what is set. */
    Optional<String> named(String option, String name) {
        return Optional.ofNullable(option).or(() -> explicit(name)).or(() -> Optional.ofNullable(file.get(name)))
                .or(() -> profile.map(each -> each.settings().get(name)));
    }

    /** What its variable says. */
    Optional<String> explicit(String name) {
        return Optional.ofNullable(around.variable("COFFER_" + name.toUpperCase(Locale.ROOT)));
    }

    /** Where a server is named, and by what. */
    record Server(String address, boolean isByFile) {}

    Server server(String option) {
        var named = option != null ? option : around.variable("COFFER_URL");
        if (named != null) {
            return new Server(named, false);
        }
        if (file.get("server") != null) {
            return new Server(file.get("server"), true);
        }
        var port = around.variable("COFFER_PORT");
        return new Server(profile.map(Profile::server).orElse("http://localhost:" + (port == null ? "8080" : port)),
                false);
    }

    /** The token that is set, or else the profile's, which goes to the profile's own server alone. */
    String token(String server) {
        var given = given();
        if (given.isPresent()) {
            return given.get();
        }
        var kept = profile.orElseThrow(() -> Stop.wrongUse(NO_TOKEN));
        if (!kept.server().equals(withoutEnd(server))) {
            throw Stop.wrongUse("The token of coffer login is for %s, and goes nowhere else. coffer login --server %s "
                    .formatted(kept.server(), withoutEnd(server)) + "keeps one for that server");
        }
        return kept.token();
    }

    /** The token that the variables give. */
    Optional<String> given() {
        var token = around.variable("COFFER_TOKEN");
        var file = around.variable("COFFER_TOKEN_FILE");
        try {
            return token != null || file == null ? Optional.ofNullable(token)
                    : Optional.of(Files.readString(around.folder().resolve(Path.of(file))).strip());
        } catch (IOException unreadable) {
            throw Stop.wrongUse("COFFER_TOKEN_FILE names %s, which can't be read".formatted(file));
        }
    }

    static String withoutEnd(String server) {
        return server.replaceFirst("/+$", "");
    }
}
