package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may use what: the shape of the code, held by its sources. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/coffer");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    /** Plural nouns, and the few others that are one place for one thing. */
    private static final Pattern DOMAIN =
            Pattern.compile("\\w+/(\\w+s|AuditLog|AuditRow|Authorizer|LostRace|SecretStore|"
                    + "SignIn|Setup)\\.java");

    @Test
    void only_the_crypto_package_touches_ciphers() throws IOException {
        assertThat(using("javax.crypto", "org.bouncycastle", "java.security.Key"))
                .allMatch(file -> file.startsWith("crypto/"));
    }

    @Test
    void only_domain_classes_and_the_database_package_write_sql() throws IOException {
        assertThat(using("org.jooq", "dev.coffer.db.schema"))
                .allMatch(file -> file.startsWith("db/") || isDomainClass(file));
    }

    @Test
    void only_the_web_package_pages_apis_and_the_wiring_know_javalin() throws IOException {
        assertThat(using("io.javalin", "jakarta.servlet", "org.eclipse.jetty")).allMatch(file -> file.startsWith("web/")
                || file.endsWith("Pages.java") || file.endsWith("Api.java") || file.equals("Routes.java")
                || file.equals("webhook/Caller.java"));
    }

    /** Jetty's alone lets the address of a connection be chosen, which calling strangers' addresses needs. */
    @Test
    void only_the_caller_of_webhooks_uses_jettys_client() throws IOException {
        assertThat(using("org.eclipse.jetty.client")).containsExactly("webhook/Caller.java");
        assertThat(using("io.javalin", "jakarta.servlet", "org.eclipse.jetty.server", "org.eclipse.jetty.ee10"))
                .doesNotContain("webhook/Caller.java");
    }

    @Test
    void only_ui_speaks_to_htmx() throws IOException {
        assertThat(containing("\"HX-")).containsOnly("web/Ui.java");
    }

    @Test
    void only_the_command_line_and_the_operator_read_the_environment() throws IOException {
        assertThat(containing("System.getenv()"))
                .allMatch(file -> file.equals("Operator.java") || file.equals("Config.java")
                        || file.startsWith("cli/"));
    }

    @Test
    void the_web_knows_no_feature() throws IOException {
        assertThat(using("dev.coffer.account", "dev.coffer.builtin", "dev.coffer.inspection", "dev.coffer.pipeline",
                "dev.coffer.project", "dev.coffer.publication", "dev.coffer.requirement", "dev.coffer.secret",
                "dev.coffer.webhook", "dev.coffer.workspace"))
                .noneMatch(file -> file.startsWith("web/") || file.startsWith("access/") || file.startsWith("crypto/")
                        || file.startsWith("db/") || file.startsWith("form/"));
    }

    @Test
    void apps_know_no_secrets() throws IOException {
        assertThat(using("dev.coffer.secret")).isNotEmpty().noneMatch(file -> file.startsWith("app/"));
    }

    @Test
    void the_command_line_meets_the_server_over_http_only() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> name(file).startsWith("cli/")).flatMap(PackagesTest::imports)
                    .filter(name -> name.startsWith("dev.coffer."))).allMatch(
                            name -> name.startsWith("dev.coffer.cli")
                                    || name.startsWith("dev.coffer.client") || name.startsWith("dev.coffer.dotenv")
                                    || name.startsWith("dev.coffer.mask.") || name.startsWith("dev.coffer.run.")
                                    || name.startsWith("dev.coffer.scan.")
                                    || name.equals("dev.coffer.crypto.Plaintext")
                                    || name.equals("dev.coffer.form.SecretLimits"));
        }
    }

    @Test
    void sources_are_read_without_the_server() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> name(file).startsWith("scan/")).flatMap(PackagesTest::imports)
                    .filter(name -> name.startsWith("dev.coffer."))).isNotEmpty()
                    .allMatch(name -> name.equals("dev.coffer.form.SecretKey"));
        }
    }

    @Test
    void the_masker_knows_nothing_but_values() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> name(file).startsWith("mask/")).flatMap(PackagesTest::imports)
                    .filter(name -> name.startsWith("dev.coffer."))).isNotEmpty()
                    .allMatch(name -> name.equals("dev.coffer.crypto.Plaintext"));
        }
    }

    @Test
    void the_client_and_what_it_starts_know_nothing_of_the_server() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> name(file).startsWith("client/") || name(file).startsWith("run/"))
                    .flatMap(PackagesTest::imports)
                    .filter(name -> name.startsWith("dev.coffer."))).isNotEmpty().allMatch(
                            name -> name.startsWith("dev.coffer.client.") || name.startsWith("dev.coffer.run.")
                                    || name.startsWith("dev.coffer.mask.") || name.equals("dev.coffer.form.SecretKey")
                                    || name.equals("dev.coffer.crypto.Plaintext")
                                    || name.equals("dev.coffer.crypto.TokenSeal"));
        }
    }

    @Test
    void files_of_secrets_are_read_without_the_server() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> name(file).startsWith("dotenv/")).flatMap(PackagesTest::imports)
                    .filter(name -> name.startsWith("dev.coffer."))).isNotEmpty().allMatch(
                            name -> name.startsWith("dev.coffer.dotenv") || name.startsWith("dev.coffer.form.")
                                    || name.equals("dev.coffer.crypto.Plaintext"));
        }
    }

    @Test
    void every_package_explains_itself() throws IOException {
        try (var files = sources()) {
            assertThat(files.map(Path::getParent).distinct()
                    .filter(folder -> !folder.toString().contains("db/schema"))).allSatisfy(
                            folder -> assertThat(folder.resolve("package-info.java")).exists());
        }
    }

    @Test
    void no_file_grows_beyond_four_hundred_lines() throws IOException {
        try (var files = sources()) {
            assertThat(files.filter(file -> !file.toString().contains("db/schema")))
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(400));
        }
    }

    private static boolean isDomainClass(String file) {
        return DOMAIN.matcher(file).matches();
    }

    private static List<String> using(String... packages) throws IOException {
        try (var files = sources()) {
            return files.filter(file -> imports(file).anyMatch(name -> Stream.of(packages).anyMatch(name::startsWith)))
                    .map(PackagesTest::name).toList();
        }
    }

    private static List<String> containing(String text) throws IOException {
        try (var files = sources()) {
            return files.filter(file -> read(file).contains(text)).map(PackagesTest::name).toList();
        }
    }

    private static Stream<String> imports(Path file) {
        return IMPORT.matcher(read(file)).results().map(found -> found.group(1));
    }

    private static Stream<Path> sources() throws IOException {
        return Files.walk(SOURCES).filter(file -> file.toString().endsWith(".java"));
    }

    private static String name(Path file) {
        return SOURCES.relativize(file).toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
