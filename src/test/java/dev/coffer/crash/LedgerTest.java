package dev.coffer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crash.Ledger.Stored;
import dev.coffer.crash.Ledger.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison bites: each way in which an answer can turn out untrue is told. */
class LedgerTest {
    private static final Told TOLD = new Told("K", 3, "mark 3");

    @Test
    void whatIsTrueIsNotTold() {
        assertThat(Ledger.differences(TOLD, new Stored("mark 3", List.of(3, 2, 1), true))).isEmpty();
    }

    @Test
    void aLostWriteIsTold() {
        assertThat(Ledger.differences(TOLD, new Stored("mark 2", List.of(2, 1), true)))
                .contains("K: 3 writes were acknowledged, 2 are there",
                        "K: mark 3 was acknowledged last, mark 2 is there");
    }

    @Test
    void aWriteMadeTwiceIsTold() {
        assertThat(Ledger.differences(TOLD, new Stored("mark 3", List.of(4, 3, 2, 1), true)))
                .containsExactly("K: 3 writes were made, 4 are there");
    }

    @Test
    void aGapIsTold() {
        assertThat(Ledger.differences(TOLD, new Stored("mark 3", List.of(3, 1), true))).hasSize(1);
    }

    @Test
    void anotherValueIsTold() {
        assertThat(Ledger.differences(TOLD, new Stored("mark 3", List.of(3, 2, 1), false))).hasSize(1);
    }
}
