package dev.coffer.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** A page of a list, by key: at most {@code limit} items after {@code cursor}, which is null for the first ones. */
public record Paging(int limit, String cursor) {
    private static final int DEFAULT = 100;
    private static final int MOST = 500;

    /** {@code items} and the cursor of what follows, null at the end. */
    public record Items<T>(List<T> items, String next) {}

    /** @throws BadRequest where {@code limit} is not a number from 1 to 500 */
    public static Paging of(Context ctx) {
        var limit = ctx.queryParam("limit");
        try {
            int wanted = limit == null ? DEFAULT : Integer.parseInt(limit);
            if (wanted >= 1 && wanted <= MOST) {
                return new Paging(wanted, ctx.queryParam("cursor"));
            }
        } catch (NumberFormatException notANumber) {
            // answered below
        }
        throw new BadRequest("limit takes a number from 1 to " + MOST);
    }

    /** Of one item more than asked for, the page and the cursor of the next. */
    public <T, R> Items<R> items(List<T> oneMore, Function<T, String> key, Function<T, R> shape) {
        boolean more = oneMore.size() > limit;
        var page = more ? oneMore.subList(0, limit) : oneMore;
        return new Items<>(page.stream().map(shape).toList(), more ? key.apply(page.getLast()) : null);
    }
}
