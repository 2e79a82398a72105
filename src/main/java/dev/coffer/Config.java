package dev.coffer;

import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Address;
import dev.coffer.form.Network;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the server, read once from the environment. What is wrong is told all at once, in sentences; nothing
 * starts with half of it. A secret in here prints as {@code [secret]}.
 */
public record Config(Databases databases, Path dataFolder, Listen listen, URI publicUrl,
        Optional<Path> rootKeyFile,
        List<Network> trustedProxies, Limits limits, Optional<Hidden> metricsToken, List<Network> webhookAllow) {

    /** Where the data is: empty for the embedded server; and a replica for reads that may be a little late. */
    public record Databases(Optional<Address> primary, Optional<Address> replica) {}

    /** Where to listen; port 0 takes a free one. */
    public record Listen(String host, int port) {}

    /** What a project may hold: keys, characters of a key, bytes of a value. */
    public record Limits(int secrets, int keyLength, int valueBytes) {
        public static final Limits DEFAULT = new Limits(100, 256, 65_536);
    }

    /** A text that no log or page shows by accident. */
    public record Hidden(String expose) {
        @Override
        public String toString() {
            return "[secret]";
        }
    }

    /** What came of reading the environment. */
    public sealed interface Reading {}

    /** A configuration to start with, and what the person who starts it should hear about. */
    public record Good(Config config, List<String> warnings) implements Reading {}

    /** Why nothing starts, one sentence each. */
    public record Faults(List<String> sentences) implements Reading {}

    /** Where the data is; empty for the embedded server. */
    public Optional<Address> database() {
        return databases.primary;
    }

    /**
     * From variables as {@code System.getenv()} gives them; reads the files that {@code …_FILE} names, and nothing
     * else.
     */
    public static Reading read(Map<String, String> environment) {
        return new ConfigReader(environment).read();
    }

    /** What it holds that no log line may say. */
    Map<String, Plaintext> secrets() {
        var secrets = new HashMap<String, Plaintext>();
        database().ifPresent(address -> secrets.put("COFFER_DATABASE_PASSWORD", Plaintext.ofText(address.password())));
        metricsToken.ifPresent(token -> secrets.put("COFFER_METRICS_TOKEN", Plaintext.ofText(token.expose())));
        return secrets;
    }

    /** True where browsers reach us by https: cookies are then {@code Secure} and bear the {@code __Host-} prefix. */
    public boolean https() {
        return publicUrl.getScheme().equals("https");
    }
}
