package dev.coffer.reading;

import static dev.coffer.reading.Level.APP;
import static dev.coffer.reading.Level.ORGANIZATION;
import static dev.coffer.reading.Level.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which value a deployment reads under a name. */
@Tag("R17")
class PrecedenceTest {

    @Test
    void the_apps_own_value_counts_more_than_the_projects_and_that_more_than_the_built_in_one() {
        assertThat(read(offer(ORGANIZATION, "KEY"), offer(APP, "KEY"), offer(PROJECT, "KEY")))
                .containsExactly("KEY app KEY");
        assertThat(read(offer(ORGANIZATION, "KEY"), offer(PROJECT, "KEY"))).containsExactly("KEY project KEY");
        assertThat(read(offer(ORGANIZATION, "KEY"))).containsExactly("KEY organization KEY");
    }

    @Test
    void a_key_that_the_app_has_hides_the_projects_with_all_that_it_gives() {
        assertThat(read(offer(PROJECT, "DATABASE", "PGHOST", "PGPORT"), offer(APP, "DATABASE", "PGHOST")))
                .containsExactly("DATABASE app DATABASE", "PGHOST app DATABASE");
    }

    @Test
    void what_is_hidden_with_its_key_makes_room_for_the_level_below() {
        assertThat(read(offer(APP, "DATABASE"), offer(PROJECT, "DATABASE", "PGHOST"), offer(ORGANIZATION, "PGHOST")))
                .containsExactly("DATABASE app DATABASE", "PGHOST organization PGHOST");
    }

    @Test
    void of_different_keys_the_higher_one_takes_only_the_names_that_both_give() {
        assertThat(read(offer(PROJECT, "DATABASE", "PGHOST", "PGPORT"), offer(APP, "PGHOST"),
                offer(ORGANIZATION, "PGPORT")))
                .containsExactly("DATABASE project DATABASE", "PGHOST app PGHOST", "PGPORT project DATABASE");
    }

    @Test
    void a_variable_that_the_apps_own_value_gives_counts_more_than_a_secret_of_the_project() {
        assertThat(read(offer(PROJECT, "PGHOST"), offer(APP, "DATABASE", "PGHOST")))
                .containsExactly("DATABASE app DATABASE", "PGHOST app DATABASE");
    }

    @Test
    void the_order_of_the_offers_says_nothing() {
        var offers = new ArrayList<>(List.of(offer(APP, "A", "X"), offer(PROJECT, "A", "X", "Y"), offer(PROJECT, "X"),
                offer(ORGANIZATION, "Y"), offer(ORGANIZATION, "A"), offer(PROJECT, "B", "Y")));
        var expected = Precedence.of(offers);
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(offers, new Random(seed));
            assertThat(Precedence.of(offers)).isEqualTo(expected);
        }
    }

    @Test
    void every_offer_under_a_name_is_told_with_what_hides_it() {
        var own = offer(APP, "DATABASE");
        var project = offer(PROJECT, "DATABASE", "PGHOST");
        var builtIn = offer(ORGANIZATION, "PGHOST");

        var host = Precedence.under("PGHOST", List.of(builtIn, project, own));
        assertThat(host).extracting(Precedence.Ranked::offer).containsExactly(project, builtIn);
        assertThat(host.getFirst().by()).contains(own);
        assertThat(host.getFirst().isHiddenWhole()).isTrue();
        assertThat(host.getLast().isRead()).isTrue();

        var name = Precedence.under("PGHOST", List.of(builtIn, offer(PROJECT, "PGHOST"), offer(APP, "PG", "PGHOST")));
        assertThat(name).extracting(each -> each.offer().level(), Precedence.Ranked::isRead,
                Precedence.Ranked::isHiddenWhole).containsExactly(tuple(APP, true, false),
                        tuple(PROJECT, false, false), tuple(ORGANIZATION, false, true));
    }

    @Test
    void a_name_can_be_read_from_nowhere_though_something_would_give_it() {
        var offers = List.of(offer(APP, "DATABASE"), offer(PROJECT, "DATABASE", "PGHOST"));

        assertThat(Precedence.of(offers)).doesNotContainKey("PGHOST");
        assertThat(Precedence.under("PGHOST", offers)).noneMatch(Precedence.Ranked::isRead);
    }

    @SafeVarargs
    private static List<String> read(Offer<String>... offers) {
        return Precedence.of(List.of(offers)).entrySet().stream()
                .map(each -> "%s %s %s".formatted(each.getKey(), each.getValue().level().slug(),
                        each.getValue().key()))
                .toList();
    }

    private static Offer<String> offer(Level level, String key, String... given) {
        var names = new TreeSet<>(Set.of(given));
        names.add(key);
        return new Offer<>(level, key, names, level.slug());
    }
}
