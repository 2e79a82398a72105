package dev.coffer.scan;

import dev.coffer.form.SecretKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * A walk through a folder of sources. Leaves out what others wrote or a build made, hidden folders, files that are no
 * text or larger than a mebibyte, lines that a tool squeezed together, and links.
 */
public final class Scan {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int LONGEST_LINE = 5_000;
    private static final int LOOKED_AT = 8_000;
    private static final Set<String> OTHERS = Set.of("node_modules", "bower_components", "jspm_packages", "vendor",
            "target", "build", "dist", "out", "obj", "coverage", "htmlcov", "venv", "site-packages", "__pycache__",
            "Pods", "DerivedData", "Carthage", "_build", "elm-stuff", "storybook-static");
    private static final Pattern MADE = Pattern.compile(".*(?:\\.min\\.\\w+|[.-]bundle\\.js|\\.d\\.ts|_pb2?\\.\\w+)");
    /** What the system, a shell or a build tool sets by itself. */
    private static final Pattern SYSTEM = Pattern.compile("HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|TERM|LANG|LANGUAGE|TZ|"
            + "TMPDIR|TMP|TEMP|HOSTNAME|DISPLAY|CI|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|MODE|DEV|PROD|SSR|BASE_URL|"
            + "NODE_ENV|RAILS_ENV|RACK_ENV|FLASK_ENV|MIX_ENV|APPDATA|LOCALAPPDATA|USERPROFILE|SSH_AUTH_SOCK|JAVA_HOME|"
            + "GOPATH|GOROOT|GOOS|GOARCH|OUT_DIR|BASH_SOURCE|BASH_VERSION|FUNCNAME|RANDOM|SECONDS|UID|EUID|"
            + "(?:LC|XDG|CARGO_PKG|CARGO_MANIFEST|npm|MSYS|MINGW)_\\w+");

    private final Path folder;
    private final IntConsumer progress;
    private final Map<String, List<Use>> found = new TreeMap<>();
    private final List<Use> unnamed = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();
    private int files;

    /**
     * What came of it: variables by name; places that read one whose name isn't written there; names that can't be
     * secrets; how many files were read.
     */
    public record Result(List<Found> found, List<Use> unnamed, List<String> refused, int files) {}

    private Scan(Path folder, IntConsumer progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** @param progress is told how many files were read so far @throws IOException where the folder can't be listed */
    public static Result of(Path folder, IntConsumer progress) throws IOException {
        return new Scan(folder, progress).walk();
    }

    private Result walk() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return each.equals(folder) || isOwn(each) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.size() <= MOST_BYTES) {
                    read(file);
                }
                return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) throws IOException {
                if (file.equals(folder)) {
                    throw unreadable;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Result(found.entrySet().stream().map(each -> new Found(each.getKey(), sorted(each.getValue())))
                .toList(), sorted(unnamed), List.copyOf(refused), files);
    }

    /** No folder is listed in an order of its own. */
    private static List<Use> sorted(List<Use> uses) {
        return uses.stream().sorted(Comparator.comparing(Use::file).thenComparing(Use::line)).toList();
    }

    /** A Python environment may have any name; it holds a file of this one. */
    private static boolean isOwn(Path each) {
        var name = each.getFileName().toString();
        return !name.startsWith(".") && !OTHERS.contains(name) && !Files.exists(each.resolve("pyvenv.cfg"));
    }

    private void read(Path file) {
        var name = file.getFileName().toString();
        if (!Language.mayBe(name) || MADE.matcher(name).matches()) {
            return;
        }
        String text;
        try {
            // Names are ASCII: whatever else the file is written in, nothing is lost.
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return;
        }
        var language = Language.of(name, text);
        if (language == null || text.lastIndexOf('\0', LOOKED_AT) >= 0) {
            return;
        }
        progress.accept(++files);
        if (!hasLongLine(text)) {
            add(new Source(folder.relativize(file).toString().replace('\\', '/'), text, language));
        }
    }

    private void add(Source source) {
        source.reads().forEach(read -> {
            if (SYSTEM.matcher(read.name()).matches()) {
                return;
            }
            if (SecretKey.fault(read.name(), SecretKey.DEFAULT_LIMIT).isPresent()) {
                refused.add(read.name());
                return;
            }
            var uses = found.computeIfAbsent(read.name(), _ -> new ArrayList<>());
            if (uses.stream().noneMatch(use -> use.place().equals(read.use().place()))) {
                uses.add(read.use());
            }
        });
        unnamed.addAll(source.unnamed());
    }

    private static boolean hasLongLine(String text) {
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            if (end - start > LONGEST_LINE) {
                return true;
            }
            start = end + 1;
        }
        return text.length() - start > LONGEST_LINE;
    }
}
