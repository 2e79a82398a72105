package dev.coffer.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.impl.driver.Driver;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A Chromium for a test class: the one that {@code COFFER_TEST_BROWSER} names, else one on the path, else Playwright's
 * own, which it downloads, else Debian's, which root can install. Refuses with one sentence when there is none.
 */
public final class Browsers implements AutoCloseable {
    private static final double PATIENCE = 30_000;
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    private final Started started;

    /** A browser and its program. */
    private record Started(Path program, Browser browser) {}

    private Browsers(Playwright playwright) {
        this.playwright = playwright;
        this.started = launch(playwright);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    public static Browsers start() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"); // else it fetches three browsers, needed or not
        return new Browsers(Playwright.create(new Playwright.CreateOptions().setEnv(environment)));
    }

    /** The browser itself, for tests that need no server. */
    public Browser browser() {
        return started.browser;
    }

    /** A browser of somebody's own, not signed in. */
    public Tab open(String url, Manner manner) {
        var context = started.browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(manner.script())
                .setReducedMotion(ReducedMotion.REDUCE).setViewportSize(1280, 800));
        return new Tab(context.newPage(), url, manner);
    }

    /** The same with the cookie of a session. */
    public Tab open(String url, Manner manner, String session) {
        var tab = open(url, manner);
        tab.page().context().addCookies(List.of(new Cookie("sid", session).setUrl(url)));
        return tab;
    }

    /** A window on the screen, which shows itself to a screen reader. */
    BrowserContext window(String url, Path profile) {
        var more = Stream.of("--app=" + url, "--force-renderer-accessibility", "--window-size=1280,860",
                "--window-position=0,0");
        return playwright.chromium().launchPersistentContext(profile,
                new BrowserType.LaunchPersistentContextOptions().setExecutablePath(started.program).setHeadless(false)
                        .setEnv(System.getenv()).setViewportSize((ViewportSize) null)
                        .setArgs(Stream.concat(ARGUMENTS.stream(), more).toList()));
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Started launch(Playwright playwright) {
        var named = System.getenv("COFFER_TEST_BROWSER");
        if (named != null) {
            return launch(playwright, Path.of(named));
        }
        var found = onPath();
        if (found.isPresent()) {
            return launch(playwright, found.get());
        }
        return Stream.<Supplier<Optional<Path>>>of(() -> downloaded(playwright), Browsers::installed)
                .flatMap(way -> way.get().stream()).flatMap(program -> tried(playwright, program).stream()).findFirst()
                .orElseThrow(() -> new IllegalStateException("The tests in a browser need Chromium: install it, "
                        + "or name its program in COFFER_TEST_BROWSER."));
    }

    private static Started launch(Playwright playwright, Path program) {
        return new Started(program, playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(program).setArgs(ARGUMENTS)));
    }

    /** Playwright's browser is there and yet doesn't start where libraries of the system are missing. */
    private static Optional<Started> tried(Playwright playwright, Path program) {
        try {
            return Optional.of(launch(playwright, program));
        } catch (PlaywrightException doesNotStart) {
            return Optional.empty();
        }
    }

    private static Optional<Path> onPath() {
        return Stream.of("chromium", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    private static Optional<Path> downloaded(Playwright playwright) {
        var program = Path.of(playwright.chromium().executablePath());
        if (!Files.isExecutable(program)) {
            var install = Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
            install.command().addAll(List.of("install", "--no-shell", "chromium"));
            run(install);
        }
        return Optional.of(program).filter(Files::isExecutable);
    }

    private static Optional<Path> installed() {
        if (Files.exists(Path.of("/etc/debian_version")) && "root".equals(System.getProperty("user.name"))) {
            run(new ProcessBuilder("apt-get", "update", "-qq"));
            run(new ProcessBuilder("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"));
        }
        return onPath();
    }

    /** What became of it shows in what is there afterwards. */
    private static void run(ProcessBuilder command) {
        try {
            command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException cannotStart) {
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
