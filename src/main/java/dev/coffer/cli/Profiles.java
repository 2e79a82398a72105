package dev.coffer.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The profiles of whoever runs the command: one file each, for them alone (0600), in {@code coffer/profiles} of
 * {@code $XDG_CONFIG_HOME}, or of {@code ~/.config}. They hold a token, and so are replaced whole or not at all.
 */
record Profiles(Surroundings around) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final EnumSet<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** The one that was named, by option or COFFER_PROFILE, which has to be there; else the default one, if it is. */
    Optional<Profile> chosen(String option) {
        var name = name(option);
        var found = kept(name);
        if (found.isEmpty() && !name.equals(Profile.DEFAULT)) {
            throw Stop.wrongUse("There is no profile %s. coffer login --profile %s makes it".formatted(name, name));
        }
        return found;
    }

    /** The one of that name. @throws Stop where it can't be read, or others can read it */
    private Optional<Profile> kept(String name) {
        return folder().flatMap(folder -> read(folder.resolve(name + ".json"), name));
    }

    /** The same, or nothing where it is there and can't be used: to be replaced or forgotten. */
    Optional<Profile> usable(String name) {
        try {
            return kept(name);
        } catch (Stop unusable) {
            return Optional.empty();
        }
    }

    /** What a profile is called that is named by an option, or by COFFER_PROFILE, or isn't. */
    String name(String option) {
        var named = option != null ? option : around.variable("COFFER_PROFILE");
        if (named == null) {
            return Profile.DEFAULT;
        }
        if (!NAME.matcher(named).matches()) {
            throw Stop.wrongUse("The name of a profile has letters, digits, dots, dashes and underscores");
        }
        return named;
    }

    /** Keeps it in the place of the one of that name. @return its file */
    Path keep(Profile profile) {
        var folder = folder().orElseThrow(
                () -> Stop.refused("There is no place to keep a profile: HOME and XDG_CONFIG_HOME are not set"));
        var content = new LinkedHashMap<String, String>();
        content.put("server", profile.server());
        content.put("token", profile.token());
        content.putAll(profile.settings());
        try {
            Files.createDirectories(folder.getParent());
            makePrivate(folder);
            var draft = Files.createTempFile(folder, ".", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(draft, new JsonMapper().writeValueAsBytes(content));
                return Files.move(draft, folder.resolve(profile.name() + ".json"), StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException unwritable) {
            throw Stop.refused("The profile can't be kept in %s".formatted(folder));
        }
    }

    /** @return whether it was there */
    boolean forget(String name) {
        try {
            var folder = folder();
            return folder.isPresent() && Files.deleteIfExists(folder.get().resolve(name + ".json"));
        } catch (IOException unwritable) {
            throw Stop.refused("The profile %s can't be deleted".formatted(name));
        }
    }

    private Optional<Path> folder() {
        var configured = around.variable("XDG_CONFIG_HOME");
        if (configured != null && Path.of(configured).isAbsolute()) {
            return Optional.of(Path.of(configured, "coffer", "profiles"));
        }
        return Optional.ofNullable(around.variable("HOME"))
                .map(home -> Path.of(home, ".config", "coffer", "profiles"));
    }

    private static void makePrivate(Path folder) throws IOException {
        try {
            Files.createDirectory(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static Optional<Profile> read(Path file, String name) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw Stop.refused("Others can read %s, which holds a token: chmod 600 it, or make a new token"
                        .formatted(file));
            }
            var content = new JsonMapper().readTree(Files.readAllBytes(file));
            var settings = new LinkedHashMap<String, String>();
            for (var setting : List.of("project", "environment", "app")) {
                if (content.path(setting).isString()) {
                    settings.put(setting, content.path(setting).asString());
                }
            }
            return Optional.of(new Profile(name, content.path("server").stringValue(),
                    content.path("token").stringValue(),
                    Map.copyOf(settings)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            throw Stop.refused("%s can't be read. coffer login makes it anew".formatted(file));
        }
    }
}
