package dev.coffer.publication;

import dev.coffer.form.ScopedKey;
import java.util.List;

/**
 * What going back to a publication's secrets does or did, by key: {@code restored} get that value again as a new
 * version, {@code same} have it still, {@code gone} were erased and can't come back, {@code later} were added since and
 * stay; {@code builtIn} are the organization's, changed since, and are not the project's to roll back. {@code unfit}
 * are those of the first whose values no longer fit their types, which shows once it is done.
 */
public record Rollback(Publication publication, List<ScopedKey> restored, List<ScopedKey> same, List<ScopedKey> gone,
        List<ScopedKey> later, List<ScopedKey> builtIn, List<ScopedKey> unfit) {

    /** Nothing is left to do, whatever can't be done. */
    public boolean isIdle() {
        return restored.isEmpty();
    }
}
