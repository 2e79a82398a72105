package dev.coffer.crash;

import java.util.ArrayList;
import java.util.List;

/** What a writer was told, beside what is stored: every difference is a sentence. */
final class Ledger {
    private Ledger() {}

    /** What the writer of a key was told: so many writes were acknowledged, the last with this mark. */
    record Told(String key, int acknowledged, String lastMark) {}

    /** What is stored under the key: its mark, the numbers of its versions, and whether it opens to the last value. */
    record Stored(String mark, List<Integer> versions, boolean opens) {}

    static List<String> differences(Told told, Stored stored) {
        var found = new ArrayList<String>();
        var highest = stored.versions.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (highest < told.acknowledged) {
            found.add("%s: %d writes were acknowledged, %d are there".formatted(told.key, told.acknowledged, highest));
        }
        if (highest > told.acknowledged) {
            found.add("%s: %d writes were made, %d are there".formatted(told.key, told.acknowledged, highest));
        }
        if (stored.versions.size() != highest) {
            found.add("%s: version numbers have gaps or come twice: %s".formatted(told.key, stored.versions));
        }
        if (!stored.mark.equals(told.lastMark)) {
            found.add("%s: %s was acknowledged last, %s is there".formatted(told.key, told.lastMark, stored.mark));
        }
        if (!stored.opens) {
            found.add("%s: its value is not the one that was acknowledged last".formatted(told.key));
        }
        return found;
    }
}
