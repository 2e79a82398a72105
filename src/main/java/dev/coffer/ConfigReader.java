package dev.coffer;

import dev.coffer.db.Address;
import dev.coffer.form.Network;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@link Config} variable by variable and collects what is wrong. An empty variable counts as not set. */
final class ConfigReader {
    /** For the command line, the launcher and the tests: not the server's business. */
    private static final Set<String> OTHERS =
            Set.of("COFFER_URL", "COFFER_TOKEN", "COFFER_PROJECT", "COFFER_ENVIRONMENT",
                    "COFFER_APP", "COFFER_PROFILE", "COFFER_PARAMS", "COFFER_JAVA",
                    "COFFER_TEST_BROWSER", "COFFER_TOKEN_FILE");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("[?&]password=|//[^/]*@", Pattern.CASE_INSENSITIVE);
    private static final String DATABASE_URL = "COFFER_DATABASE_URL";
    private static final String READ_URL = "COFFER_DATABASE_READ_URL";
    private static final int LARGEST_PORT = 65_535;
    private static final int MOST_SECRETS = 10_000;
    private static final int LONGEST_KEY = 1_024;
    private static final int LARGEST_VALUE = 1_048_576;
    private static final int SHORTEST_TOKEN = 16;

    private final Map<String, String> left;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ConfigReader(Map<String, String> environment) {
        left = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("COFFER_") && !value.isBlank()) {
                left.put(name, value);
            }
        });
    }

    Config.Reading read() {
        var listen = new Config.Listen(take("COFFER_HOST").orElse("127.0.0.1"),
                number("COFFER_PORT", 0, 8080, LARGEST_PORT));
        var config = new Config(databases(), dataFolder(), listen, publicUrl(listen.port()), rootKeyFile(),
                networks("COFFER_TRUSTED_PROXIES"), limits(), metricsToken(), networks("COFFER_WEBHOOK_ALLOW"));
        left.keySet().stream()
                .filter(name -> !OTHERS.contains(name) && !name.startsWith("COFFER_PARAM_"))
                .forEach(
                        name -> warnings.add(name + " is set, and no setting has that name: look for a typing error."));
        return faults.isEmpty() ? new Config.Good(config, List.copyOf(warnings))
                : new Config.Faults(List.copyOf(faults));
    }

    private Config.Databases databases() {
        var url = take(DATABASE_URL);
        var replica = take(READ_URL);
        var user = take("COFFER_DATABASE_USER");
        var password = secret("COFFER_DATABASE_PASSWORD");
        if (url.isEmpty()) {
            if (user.isPresent() || password.isPresent()) {
                faults.add("COFFER_DATABASE_USER and COFFER_DATABASE_PASSWORD need COFFER_DATABASE_URL beside them.");
            }
            if (replica.isPresent()) {
                faults.add("COFFER_DATABASE_READ_URL needs COFFER_DATABASE_URL beside it.");
            }
            return new Config.Databases(Optional.empty(), Optional.empty());
        }
        checkUrl(DATABASE_URL, url.get());
        replica.ifPresent(text -> checkUrl(READ_URL, text));
        if (user.isEmpty()) {
            faults.add("COFFER_DATABASE_USER is needed beside COFFER_DATABASE_URL.");
        }
        Function<String, Address> address = text -> new Address(text, user.orElse(""),
                password.map(Config.Hidden::expose).orElse(""));
        return new Config.Databases(url.map(address), replica.map(address));
    }

    private void checkUrl(String name, String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            faults.add(name + " is a JDBC address, such as jdbc:postgresql://db.example.com:5432/coffer.");
        }
        if (PASSWORD_IN_URL.matcher(url).find()) {
            faults.add(name + " holds a user or a password: give them as COFFER_DATABASE_USER and "
                    + "COFFER_DATABASE_PASSWORD_FILE.");
        }
    }

    private Path dataFolder() {
        var text = take("COFFER_DATA_DIR").orElse(".coffer");
        return path("COFFER_DATA_DIR", text).orElse(Path.of(".coffer")).toAbsolutePath().normalize();
    }

    /** Only named here: whether the file will do, and what is in it, is checked where keys are. */
    private Optional<Path> rootKeyFile() {
        return take("COFFER_ROOT_KEY_FILE").flatMap(text -> path("COFFER_ROOT_KEY_FILE", text))
                .map(Path::toAbsolutePath);
    }

    private Optional<Path> path(String name, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            faults.add(name + " is no path.");
            return Optional.empty();
        }
    }

    private URI publicUrl(int port) {
        var fallback = URI.create("http://localhost:" + port);
        var text = take("COFFER_PUBLIC_URL");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            var url = new URI(text.get().replaceFirst("/$", "").toLowerCase(java.util.Locale.ROOT));
            var scheme = url.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme)) && isOrigin(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        faults.add(
                "COFFER_PUBLIC_URL is where browsers reach Coffer: http or https, a host, a port if it isn't the usual "
                        + "one, and nothing after that, such as https://coffer.example.com.");
        return fallback;
    }

    private static boolean isOrigin(URI url) {
        return url.getHost() != null && url.getRawUserInfo() == null && url.getPort() <= LARGEST_PORT
                && url.getRawPath().isEmpty() && url.getRawQuery() == null && url.getRawFragment() == null;
    }

    private List<Network> networks(String name) {
        var networks = new ArrayList<Network>();
        for (var text : take(name).orElse("").split("[,\\s]+")) {
            if (!text.isEmpty()) {
                Network.parse(text).ifPresentOrElse(networks::add, () -> faults.add(
                        "%s: %s is no network; write them as 10.0.0.0/8, 2001:db8::/32.".formatted(name, text)));
            }
        }
        return List.copyOf(networks);
    }

    private Config.Limits limits() {
        var usual = Config.Limits.DEFAULT;
        return new Config.Limits(
                number("COFFER_LIMIT_SECRETS", 1, usual.secrets(), MOST_SECRETS),
                number("COFFER_LIMIT_KEY_LENGTH", 1, usual.keyLength(), LONGEST_KEY),
                number("COFFER_LIMIT_VALUE_BYTES", 1, usual.valueBytes(), LARGEST_VALUE));
    }

    private Optional<Config.Hidden> metricsToken() {
        var token = secret("COFFER_METRICS_TOKEN");
        if (token.isPresent() && token.get().expose().length() < SHORTEST_TOKEN) {
            faults.add(
                    "COFFER_METRICS_TOKEN is shorter than %d characters: take a random one.".formatted(SHORTEST_TOKEN));
        }
        return token;
    }

    private int number(String name, int least, int usual, int most) {
        var text = take(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        faults.add("%s is a whole number from %d to %d.".formatted(name, least, most));
        return usual;
    }

    private Optional<Config.Hidden> secret(String name) {
        var value = take(name);
        var file = take(name + "_FILE");
        if (value.isPresent() && file.isPresent()) {
            faults.add("%s and %s_FILE are both set: keep one.".formatted(name, name));
        }
        return file.isPresent() ? fromFile(name + "_FILE", file.get()) : value.map(Config.Hidden::new);
    }

    /** Without the line end that an editor puts after the last line. */
    private Optional<Config.Hidden> fromFile(String name, String file) {
        try {
            var text = Files.readString(Path.of(file)).replaceFirst("\\R$", "");
            if (!text.isBlank()) {
                return Optional.of(new Config.Hidden(text));
            }
            faults.add("%s names %s, which is empty.".formatted(name, file));
        } catch (IOException | InvalidPathException e) {
            faults.add("%s names %s, which can't be read.".formatted(name, file));
        }
        return Optional.empty();
    }

    private Optional<String> take(String name) {
        return Optional.ofNullable(left.remove(name)).map(String::strip);
    }
}
