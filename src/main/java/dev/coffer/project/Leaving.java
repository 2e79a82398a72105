package dev.coffer.project;

import dev.coffer.form.ScopedKey;
import java.util.List;

/**
 * A member, and what they may know when they leave: the values in use that they set, and the tokens of deployments that
 * they made and that work on. Both are replaced then.
 */
public record Leaving(Member member, List<SetValue> values, List<Token> tokens) {

    /** A key, and the name of the environment where its value is the member's. */
    public record SetValue(ScopedKey named, String environment) {}

    /** A token's name, and its deployment as people say it: {@code api@production}. */
    public record Token(String name, String deployment) {}
}
