package dev.coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void the_newest_file_is_the_one_that_the_code_names() throws IOException {
        try (var files = Files.list(Path.of("migrations"))) {
            var newest = files.map(file -> file.getFileName().toString()).max(Comparator.naturalOrder()).orElseThrow();
            assertThat(newest).as("Migrations.LATEST").startsWith("V%03d__".formatted(Migrations.LATEST));
        }
    }

    @Test
    void an_empty_database_is_brought_up_to_date_and_a_second_time_changes_nothing() {
        try (var database = Database.connect(TestDatabase.empty())) {
            assertThat(Migrations.begun(database)).isFalse();
            Migrations.apply(database);
            Migrations.apply(database);
            assertThat(Migrations.begun(database)).isTrue();
            assertThat(count(database)).isEqualTo(Migrations.LATEST);
        }
    }

    @Test
    void a_database_newer_than_this_build_is_refused() {
        try (var database = TestDatabase.fresh()) {
            database.transact(tx -> tx.execute("""
                    insert into flyway_schema_history
                        (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    values (999, '999', 'later', 'SQL', 'V999__later.sql', 'coffer', 1, true)"""));
            assertThatThrownBy(() -> Migrations.apply(database))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("version 999").hasMessageContaining("start the newer Coffer again");
        }
    }

    @Test
    void an_absent_server_is_unavailable() {
        try (var absent = Database.connect(new Address("jdbc:postgresql://127.0.0.1:1/none", "nobody", "x"))) {
            assertThatThrownBy(() -> Migrations.apply(absent)).isInstanceOf(DatabaseUnavailable.class);
        }
    }

    private static int count(Database database) {
        return database.read(sql -> sql.fetchOne("select count(*)::int from flyway_schema_history where type = 'SQL'"))
                .get(0, Integer.class);
    }
}
