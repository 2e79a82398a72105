package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Environment;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.secret.ImportPlan.Item;
import dev.coffer.secret.ImportRequest.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R27")
class ImportPlanTest {
    private static final Environment PREVIEW = new Environment(UUID.randomUUID(), "preview", "Preview", false);
    private static final Environment PRODUCTION = new Environment(UUID.randomUUID(), "production", "Production", true);
    private static final List<Environment> BOTH = List.of(PREVIEW, PRODUCTION);

    @Test
    void aKeyThatIsNewIsAddedInEveryChosenEnvironment() {
        var plan = plan("A=1", Mode.ADD, Map.of());
        assertThat(plan.items()).singleElement().satisfies(item -> {
            assertThat(item.action()).isEqualTo(Action.ADD);
            assertThat(item.why()).isEmpty();
        });
        assertThat(environments(plan.writes().getFirst())).containsExactly("preview", "production");
        assertThat(plan.created()).isOne();
        assertThat(plan.compared()).isEmpty();
    }

    @Test
    void aKeyIsAddedWhereItHasNoValueAndLeftWhereItHasTheSame() {
        var plan = plan("A=1", Mode.ADD, Map.of("A", stored("A", "", Set.of(PRODUCTION), Set.of(PRODUCTION))));
        assertThat(plan.items()).extracting(Item::action, Item::why)
                .containsExactly(tuple(Action.ADD, "Production has this value already"));
        assertThat(environments(plan.writes().getFirst())).containsExactly("preview");
        assertThat(plan.created()).isZero();
        assertThat(plan.compared()).containsExactly("A");
    }

    @Test
    void anotherValueIsKeptUnlessReplaceIsChosen() {
        var stored = Map.of("A", stored("A", "", Set.of(PRODUCTION), Set.of()));
        var adding = plan("A=1", Mode.ADD, stored);
        assertThat(adding.items()).extracting(Item::action, Item::why).containsExactly(
                tuple(Action.REFUSED, "A has a value in Production already. Choose Replace to overwrite it"));
        assertThat(adding.stores()).isZero();
        var replacing = plan("A=1", Mode.REPLACE, stored);
        assertThat(replacing.items()).extracting(Item::action, Item::why)
                .containsExactly(tuple(Action.REPLACE, "Overwrites the value in Production"));
        assertThat(environments(replacing.writes().getFirst())).containsExactly("preview", "production");
    }

    @Test
    void replaceLeavesTheEnvironmentsThatHaveTheSameValue() {
        var plan =
                plan("A=1", Mode.REPLACE, Map.of("A", stored("A", "", Set.of(PREVIEW, PRODUCTION), Set.of(PREVIEW))));
        assertThat(plan.items()).extracting(Item::action, Item::why).containsExactly(
                tuple(Action.REPLACE, "Overwrites the value in Production. Preview has this value already"));
        assertThat(environments(plan.writes().getFirst())).containsExactly("production");
    }

    @Test
    void theSameValueEverywhereAndNoValueAtAllStoreNothing() {
        var plan = plan("A=1\nB=", Mode.REPLACE, Map.of("A", stored("A", "", Set.copyOf(BOTH), Set.copyOf(BOTH))));
        assertThat(plan.items()).extracting(Item::key, Item::action)
                .containsExactly(tuple("A", Action.SAME), tuple("B", Action.EMPTY));
        assertThat(plan.stores()).isZero();
    }

    @Test
    void aCommentDescribesANewKeyAndOneThatHasNoDescription() {
        var file = "# Calls Stripe\nA=1\n# Sends mail\nB=1\n# Reads files\nC=1";
        var plan = plan(file, Mode.ADD, Map.of("B", stored("B", "", Set.of(), Set.of()),
                "C", stored("C", "Typed by hand", Set.of(), Set.of())));
        assertThat(plan.items()).extracting(Item::key, Item::description)
                .containsExactly(tuple("A", "Calls Stripe"), tuple("B", "Sends mail"), tuple("C", ""));
    }

    @Test
    void refusedLinesStandInTheOrderOfTheFileWithTheirReason() {
        var plan = plan("A=1\n2B=1\nno sign\nPATH=/bin\nC=1\nC=2", Mode.ADD, Map.of());
        assertThat(plan.items()).extracting(Item::line, Item::key, Item::action).containsExactly(
                tuple(1, "A", Action.ADD), tuple(2, "", Action.REFUSED), tuple(3, "", Action.REFUSED),
                tuple(4, "PATH", Action.REFUSED), tuple(6, "C", Action.ADD));
        assertThat(plan.items().get(3).why()).contains("changes what a shell runs");
        assertThat(plan.items().getLast().notes())
                .anyMatch(note -> note.contains("this last value counts, not line 5"));
        assertThat(Arrays.stream(Action.values()).mapToInt(plan::count).sum()).isEqualTo(5);
    }

    private static ImportPlan plan(String text, Mode mode, Map<String, ImportPlan.Stored> stored) {
        var file = ImportFile.readDotEnv(Plaintext.ofText(text), SecretLimits.DEFAULT);
        return ImportPlan.of(file, mode, BOTH, stored);
    }

    private static ImportPlan.Stored stored(String key, String description, Set<Environment> with,
            Set<Environment> same) {
        var slots = new ArrayList<Secret.Slot>();
        for (var environment : BOTH) {
            slots.add(new Secret.Slot(environment, with.contains(environment)
                    ? Optional.of(new Secret.Value(1, 1, Instant.EPOCH, Instant.EPOCH, "Alice", true, Optional.empty()))
                    : Optional.empty()));
        }
        return new ImportPlan.Stored(
                new Secret(UUID.randomUUID(), key, Optional.empty(), description, Optional.empty(), 1,
                        Instant.EPOCH, "Alice", Instant.EPOCH, "Alice", slots),
                Set.copyOf(same.stream().map(Environment::id).toList()), Typing.PLAIN);
    }

    private static List<String> environments(ImportPlan.Write write) {
        return write.slots().stream().map(slot -> slot.environment().slug()).toList();
    }
}
