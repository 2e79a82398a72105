package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside a jar of ours and programs that only say how they were called. */
class LauncherTest {
    private static final String PRINTS_ARGUMENTS = "#!/bin/sh\necho \"$0 $*\"\n";
    private static final String MAKES_A_CACHE = """
            #!/bin/sh
            for argument; do case $argument in -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;; esac; done
            echo "$0 $*"
            """;

    @TempDir
    private Path folder;
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        var product = Files.createDirectories(folder.resolve("a product"));
        launcher = product.resolve("coffer");
        program(launcher, Files.readString(Path.of("src/main/launcher/coffer")).replace("@jvm.flags@", "-Xmx9m"));
        Files.writeString(product.resolve("coffer.jar"), "first jar");
    }

    @Test
    void starts_the_jar_beside_it_through_symbolic_links_and_from_any_folder() throws Exception {
        var java = jdk("jdk-25", "25.0.3+9");
        var inner = Files.createSymbolicLink(folder.resolve("inner"), Path.of("a product/coffer"));
        var outer = Files.createSymbolicLink(folder.resolve("outer"), inner);

        var run = run(outer, Map.of("JAVA_HOME", java.toString()), "secrets", "set", "A B");
        assertThat(run.output()).startsWith(java.resolve("bin/java") + " -Xmx9m")
                .contains("-jar " + launcher.resolveSibling("coffer.jar").toRealPath() + " secrets set A B");
    }

    @Test
    void an_older_java_is_passed_over_for_one_on_the_path() throws Exception {
        var old = jdk("jdk-17", "17.0.15+6");
        var java = jdk("jdk-26", "26");
        var path = java.resolve("bin") + ":" + System.getenv("PATH");

        assertThat(run(launcher, Map.of("JAVA_HOME", old.toString(), "PATH", path), "whoami").output())
                .startsWith(java.resolve("bin/java").toString());
    }

    @Test
    void a_named_java_that_is_too_old_is_told_in_one_sentence() throws Exception {
        var old = jdk("jdk-17", "17.0.15+6");

        var run = run(launcher, Map.of("COFFER_JAVA", old.toString()), "serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output())
                .isEqualTo("coffer: COFFER_JAVA names %s, which is no Java 25 or newer.\n".formatted(old));
    }

    @Test
    void a_command_runs_in_utf_8_without_core_files_and_knows_what_the_caller_had() throws Exception {
        var java = jdk("jdk-25", "25.0.3+9");
        program(java.resolve("bin/java"), """
                #!/bin/sh
                echo "$LC_ALL|$COFFER_CALLERS_LC_ALL|$(ulimit -S -c)|${COFFER_CALLERS_CORES-unset}|$*"
                """);
        var environment = Map.of("COFFER_JAVA", java.toString(), "LC_ALL", "de_DE@euro");
        assertThat(run(launcher, environment, "run").output()).startsWith("C.UTF-8|=de_DE@euro|0|")
                .contains("-XX:-MaxFDLimit -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null");
        assertThat(run(Path.of("/bin/sh"), environment, "-c", "unset LC_ALL; ulimit -S -c 4; \"$0\" run",
                launcher.toString()).output()).startsWith("C.UTF-8||0|4|");
        assertThat(run(launcher, environment, "serve").output()).as("the server's stays").startsWith("de_DE@euro||");
    }

    @Test
    void the_cache_serves_its_own_jar_and_its_own_java_alone() throws Exception {
        var java = Map.of("COFFER_JAVA", jdk("jdk-25", "25.0.3+9").toString());
        var other = Map.of("COFFER_JAVA", jdk("jdk-25-other", "25.0.4+1").toString());

        assertThat(run(launcher, java, "serve").output()).doesNotContain("AOTCache");
        assertThat(run(launcher, java, "make-cache").output()).contains("coffer: made coffer-");
        assertThat(run(launcher, java, "serve").output()).contains("-XX:AOTCache=");
        assertThat(run(launcher, other, "serve").output()).doesNotContain("AOTCache");

        Files.writeString(launcher.resolveSibling("coffer.jar"), "other jar");
        assertThat(run(launcher, java, "serve").output()).doesNotContain("AOTCache");
    }

    @Test
    void commands_use_a_cache_of_their_own_while_the_jar_is_the_very_file_that_it_was_made_of() throws Exception {
        var java = Map.of("COFFER_JAVA", jdk("jdk-25", "25.0.3+9").toString());
        var other = Map.of("COFFER_JAVA", jdk("jdk-25-other", "25.0.4+1").toString());
        var jar = launcher.resolveSibling("coffer.jar");

        assertThat(run(launcher, java, "whoami").output()).doesNotContain("AOTCache");
        assertThat(run(launcher, java, "make-cache").output()).contains("-commands.aot");
        assertThat(run(launcher, java, "whoami").output()).contains("-commands.aot", "TieredStopAtLevel=1");
        assertThat(run(launcher, java, "serve").output()).doesNotContain("-commands.aot");
        assertThat(run(launcher, other, "whoami").output()).doesNotContain("AOTCache");

        var times = Files.getLastModifiedTime(jar);
        Files.writeString(jar, "other jar");
        Files.setLastModifiedTime(jar, times);
        assertThat(run(launcher, java, "whoami").output()).as("as long, and as old by its date")
                .doesNotContain("AOTCache");
        Files.writeString(jar, "first jar");
        assertThat(run(launcher, java, "whoami").output()).as("the same again, found out by its digest")
                .contains("-commands.aot");
    }

    @Test
    void a_cache_that_can_not_be_made_is_no_failure() throws Exception {
        var java = jdk("jdk-25", "25.0.3+9");
        program(java.resolve("bin/java"), "#!/bin/sh\nexit 2\n");

        var run = run(launcher, Map.of("COFFER_JAVA", java.toString()), "make-cache");
        assertThat(run.code()).isZero();
        assertThat(run.output()).contains("no AOT cache could be made");
    }

    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/java"), version.startsWith("25") ? MAKES_A_CACHE : PRINTS_ARGUMENTS);
        Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"%s\"\nJAVA_VERSION=\"%s\"\n"
                .formatted(version, version.replaceFirst("\\+.*", "")));
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int code, String output) {}

    private Run run(Path program, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("JAVA_HOME", "COFFER_JAVA"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
