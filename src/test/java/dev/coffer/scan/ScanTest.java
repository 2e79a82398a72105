package dev.coffer.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What sources read; a name with a question mark has a default. */
@Tag("R21")
class ScanTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void a_language_is_understood(String file, String source, String expected) throws IOException {
        write(file, source);
        assertThat(found()).as(source).isEqualTo(expected);
    }

    static Stream<Arguments> a_language_is_understood() {
        return Stream.of(
                source("app.js",
                        "const a = process.env.API_KEY; f(process.env['B']); g(process.env[\"C\"], process.env[`D`])",
                        "API_KEY B C D"),
                source("app.js", "x = process.env?.A ?? '1'; y = process.env.B || 'canary'; z = process.env.C ? 1 : 2",
                        "A? B? C"),
                source("app.mjs", "process.env.SET = '1'; delete process.env.GONE; if (process.env.SAME == 'x') {}; "
                        + "if (process.env.MODE_X === 'y') {}", "MODE_X SAME"),
                source("app.ts", "const { A, B: local, C = 'x, NOT', D: d = f(1), /* NOR, */ ...rest } = process.env;",
                        "A B C? D?"),
                source("app.ts", "const {\n  FIRST, // what for\n  SECOND,\n}: NodeJS.ProcessEnv = process.env",
                        "FIRST SECOND"),
                source("app.ts", "const { env: { DEEP } } = process; const a = process.env!.BANG as string",
                        "BANG DEEP"),
                source("app.ts", "const { a } = process.env.NESTED; const { b } = process.envelope", "NESTED"),
                source("app.vue", "<script>fetch(import.meta.env.VITE_URL); if (import.meta.env.DEV) {}</script>",
                        "VITE_URL"),
                source("app.ts", "const env = process.env;\nconnect(env.DATABASE_URL); other.env.NOT; env.get(1)",
                        "DATABASE_URL"),
                source("app.js", "import { env } from 'node:process';\nuse(env.IMPORTED)", "IMPORTED"),
                source("page.ts", "import { STRIPE as s, OTHER } from '$env/static/private';", "OTHER STRIPE"),
                source("app.ts", "Deno.env.get(\"DENO\"); Bun.env.BUN; process.env.fn()", "BUN DENO"),
                source("app.js", "  // process.env.OLD\n/* process.env.OLDER\n * process.env.OLDEST\n */\n", ""),
                source("App.java",
                        "System.getenv(\"A\"); System.getenv().get(\"B\"); System.getenv().getOrDefault(\"C\", \"x\");",
                        "A B C?"),
                source("App.java", "Optional.ofNullable(System.getenv(\"A\")).orElse(\"x\"); // System.getenv(\"B\")\n",
                        "A? B"),
                source("App.java", "@Value(\"${MAIL_HOST}\") String a; @Value(\"${MAIL_PORT:25}\") int b; \"${NOT}\"",
                        "MAIL_HOST MAIL_PORT?"),
                source("App.kt", "System.getenv(\"A\") ?: \"x\"; System.getenv()[\"B\"]", "A? B"),
                source("app.py", "os.environ[\"A\"]; os.environ['B']; os.environ.get(\"C\"); os.getenv('D'); "
                        + "os.getenv(\"E\", \"canary\"); os.environ.get('F') or 'x'", "A B C D E? F?"),
                source("app.py", "from os import environ, getenv\nenviron['A']; getenv(\"B\")\nenviron['SET'] = '1'\n"
                        + "# environ['OLD']\nenviron.setdefault('C', 'x')\nenviron.get(\n    \"D\",\n    1)",
                        "A B C? D?"),
                source("note.ipynb", "{\"source\": [\"key = os.environ[\\\"NOTE\\\"]\"]}", "NOTE"),
                source("app.rb",
                        "ENV[\"A\"]; ENV['B'] || 'x'; ENV.fetch(\"C\"); ENV.fetch('D', 'x'); ENV.fetch('E') { 1 }; "
                                + "ENV['SET'] = 'x'; ENV.fetch 'F'",
                        "A B? C D? E? F"),
                source("Rakefile", "puts ENV['RAKE']", "RAKE"),
                source("main.go",
                        "os.Getenv(\"A\"); v, ok := os.LookupEnv(\"B\"); // os.Getenv(\"C\")\n\t// os.Getenv(\"OLD\")",
                        "A B C"),
                source("conf.go", "Url string `env:\"URL,required\"`\nPort int `env:\"PORT\" envDefault:\"80\"`",
                        "PORT? URL"),
                source("main.rs",
                        "env::var(\"A\")?; std::env::var(\"B\").unwrap_or_else(|_| x()); option_env!(\"C\"); env!(\"D\"); "
                                + "env!(\"CARGO_PKG_VERSION\")",
                        "A B? C? D"),
                source("index.php",
                        "getenv('A'); $_ENV['B'] ?? 'x'; env('C', 'x'); env(\"D\"); getenv(\"E\") ?: 1; # getenv('F')\n",
                        "A B? C? D E? F"),
                source("main.c", "char *a = getenv(\"A\"); secure_getenv(\"B\");", "A B"),
                source("init.lua", "os.getenv(\"A\") or 'x'", "A?"),
                source("App.cs",
                        "Environment.GetEnvironmentVariable(\"A\") ?? \"x\"; Environment.GetEnvironmentVariable(\"B\")",
                        "A? B"),
                source("app.swift", "ProcessInfo.processInfo.environment[\"A\"]", "A"),
                source("runtime.exs", "System.fetch_env!(\"A\"); System.get_env(\"B\", \"x\")", "A B?"),
                source("run.pl", "$ENV{A}; $ENV{'B'} // 1; $ENV{SET} = 1", "A B?"),
                source("run.sh", "set -u\n: \"${A:?is needed}\" ${B?} ${C:-x} ${PLAIN} $D ${lower:?}\n# ${OLD:?}\n",
                        "A B C?"),
                source("run.sh",
                        "VERSION=1\nfor NAME in a b; do echo ${VERSION:-2} ${NAME:-x}; done; read -r LINE; ${LINE:-}",
                        ""),
                source("deploy", "#!/usr/bin/env bash\necho ${A:?}", "A"),
                source("tool", "#!/usr/bin/python3\nos.environ['A']", "A"),
                source("notes", "just text with process.env.A and ${B:?}", ""),
                source("compose.yaml", "image: ${IMAGE}\nurl: ${URL:?}\nport: ${PORT:-80}\ncost: $${NOT}",
                        "IMAGE PORT? URL"),
                source("docker-compose.prod.yml", "url: ${URL}", "URL"),
                source("application-prod.yml", "url: ${DATABASE_URL}\nport: ${PORT:8080}\nx: ${other.property}",
                        "DATABASE_URL PORT?"),
                source("values.yml", "url: ${NOT}", ""),
                source("README.md", "process.env.NOT", ""),
                source("app.js",
                        "process.env.NODE_ENV; process.env.HOME; process.env.CI; process.env.npm_package_version", ""));
    }

    private static Arguments source(String file, String text, String expected) {
        return Arguments.of(file, text, expected);
    }

    @Test
    void what_others_wrote_or_a_tool_made_is_passed_over() throws IOException {
        write("src/app.js", "process.env.OWN");
        for (var other : List.of("node_modules/x/index.js", "src/node_modules/x.js", ".git/hooks/x.js", "dist/app.js",
                "target/app.js", "build/app.js", ".next/app.js", "vendor/x/x.js", "lib/app.min.js", "types.d.ts",
                ".venv/lib/x.js")) {
            write(other, "process.env.OTHERS");
        }
        write("mine/pyvenv.cfg", "");
        write("mine/lib/x.py", "os.environ['OTHERS']");
        write("large.js", "process.env.LARGE;" + "\n// filler".repeat(120_000));
        write("squeezed.js", "process.env.SQUEEZED;" + "x".repeat(6_000));
        write("binary.js", "\0\1\2process.env.BINARY");
        Files.createSymbolicLink(folder.resolve("link.js"), write(".elsewhere/outside.js", "process.env.LINKED"));
        Files.createSymbolicLink(folder.resolve("circle"), folder);

        assertThat(found()).isEqualTo("OWN");
    }

    @Test
    void each_place_is_told_once_by_file_and_line() throws IOException {
        write("src/db.js", "\n\nconnect(process.env.DATABASE_URL, process.env.DATABASE_URL)\n");
        write("src/a.py", "import os\nos.environ.get('DATABASE_URL', 'postgres://canary')\n");
        var found = Scan.of(folder, _ -> {}).found().getFirst();

        assertThat(found.uses()).extracting(Use::place).containsExactlyInAnyOrder("src/db.js:3", "src/a.py:2");
        assertThat(found.required()).as("one place has no default").isTrue();
        assertThat(found.toString()).doesNotContain("canary");
    }

    @Test
    void what_coffer_does_not_store_and_names_that_are_made_at_run_time_are_told_apart() throws IOException {
        write("a.js", "process.env.NODE_OPTIONS; process.env.COFFER_URL; process.env.GOOD");
        write("b.js", "process.env[name]; process.env['GOOD']; process.env[`A_${b}`]");
        write("c.py", "\nos.environ[name]; os.getenv(name); os.environ[\"GOOD\"]");
        var result = Scan.of(folder, _ -> {});

        assertThat(result.refused()).containsExactly("COFFER_URL", "NODE_OPTIONS");
        assertThat(result.found()).extracting(Found::name).containsExactly("GOOD");
        assertThat(result.unnamed()).extracting(Use::place).contains("b.js:1", "c.py:2").doesNotContain("a.js:1");
        assertThat(result.files()).isEqualTo(3);
    }

    @Test
    void a_hostile_source_takes_no_longer() throws IOException {
        write("a.js", ("const { " + "a: b, ".repeat(20) + "\n").repeat(5_000));
        write("b.js", "{".repeat(900_000).replaceAll("(.{4000})", "$1\n"));
        write("c.js", "import {x env ".repeat(60_000).replaceAll("(.{4200})", "$1\n"));
        write("d.go", "`env".repeat(200_000).replaceAll("(.{4000})", "$1\n"));
        write("e.sh", "read -a ".repeat(100_000).replaceAll("(.{4000})", "$1\n"));
        var started = System.nanoTime();
        assertThat(found()).isEmpty();
        assertThat((System.nanoTime() - started) / 1_000_000).as("milliseconds").isLessThan(20_000);
    }

    private Path write(String file, String text) throws IOException {
        var path = folder.resolve(file).normalize();
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private String found() throws IOException {
        return String.join(" ", Scan.of(folder, _ -> {}).found().stream()
                .map(each -> each.name() + (each.required() ? "" : "?")).toList());
    }
}
