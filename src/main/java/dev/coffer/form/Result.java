package dev.coffer.form;

import java.util.function.Function;

/** What a use case came to: done, mistakes in the input, or a state of affairs that stands in its way. */
public sealed interface Result<T> {

    /** It happened. */
    record Ok<T>(T value) implements Result<T> {}

    /** Nothing happened: the input has mistakes, by field. */
    record Invalid<T>(Errors errors) implements Result<T> {}

    /** Nothing happened: the input is fine, but not with what is stored now. */
    record Conflict<T>(Clash clash) implements Result<T> {}

    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Result<T> invalid(Errors errors) {
        return new Invalid<>(errors);
    }

    static <T> Result<T> invalid(String field, String message) {
        return new Invalid<>(Errors.of(field, message));
    }

    static <T> Result<T> conflict(Clash.Kind kind, String message) {
        return new Conflict<>(new Clash(kind, message));
    }

    /** What follows where it is {@code Ok}. */
    default <R> Result<R> flatMap(Function<? super T, Result<R>> next) {
        return switch (this) {
            case Ok<T>(var value) -> next.apply(value);
            case Invalid<T>(var errors) -> new Invalid<>(errors);
            case Conflict<T>(var clash) -> new Conflict<>(clash);
        };
    }

    /** The same outcome with another value where it is {@code Ok}. */
    default <R> Result<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Ok<T>(var value) -> new Ok<>(change.apply(value));
            case Invalid<T>(var errors) -> new Invalid<>(errors);
            case Conflict<T>(var clash) -> new Conflict<>(clash);
        };
    }
}
