package dev.coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;

/** The committed tables are those of the migrations. {@code mvn test -Dtest=SchemaTest -Dschema=write} writes them. */
class SchemaTest {
    private static final Path COMMITTED = Path.of("src/main/java");
    private static final String PACKAGE = "dev.coffer.db.schema";

    @Test
    void generated_tables_are_those_of_the_migrations() throws Exception {
        if ("write".equals(System.getProperty("schema"))) {
            generate(COMMITTED);
            return;
        }
        var fresh = Files.createDirectories(Path.of("target", "schema"));
        generate(fresh);
        assertThat(files(COMMITTED))
                .as("run mvn test -Dtest=SchemaTest -Dschema=write, and commit what changed")
                .isEqualTo(files(fresh));
    }

    private static Map<String, String> files(Path root) throws IOException {
        var folder = root.resolve(PACKAGE.replace('.', '/'));
        var texts = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static void generate(Path directory) throws Exception {
        var address = TestDatabase.freshAddress();
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc().withUrl(address.url()).withUser(address.user()).withPassword(address.password()))
                .withGenerator(new Generator()
                        .withDatabase(tables())
                        .withGenerate(code())
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(directory.toString())
                                .withClean(true))));
    }

    private static Database tables() {
        return new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withInputSchema("public")
                .withOutputSchemaToDefault(true)
                .withExcludes("flyway_schema_history")
                .withIncludeRoutines(false)
                .withIncludeTriggerRoutines(false)
                .withIncludeSequences(false)
                .withIncludeUDTs(false)
                .withIncludeDomains(false)
                .withForcedTypes(
                        new ForcedType().withName("INSTANT").withIncludeTypes("timestamptz|timestamp.*with time zone"));
    }

    private static Generate code() {
        return new Generate()
                .withRecords(true)
                .withRoutines(false)
                .withJavadoc(false)
                .withComments(false)
                .withGeneratedAnnotation(false)
                .withGlobalCatalogReferences(false)
                .withGlobalSchemaReferences(false)
                .withIndexes(false)
                .withImplicitJoinPathsToOne(false)
                .withImplicitJoinPathsToMany(false)
                .withImplicitJoinPathsManyToMany(false);
    }
}
