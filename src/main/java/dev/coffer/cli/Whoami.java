package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.Me;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer whoami}: who the server takes the token for, and what it is for. */
@Command(name = "whoami", mixinStandardHelpOptions = true,
        description = "Says who the token is at which server, what it is for, and when it ends.",
        footer = {"  coffer whoami", "  coffer whoami --json"})
final class Whoami implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = "--json", description = "Prints an object.")
    private boolean json;

    /** What is said. What a token has not is null. */
    record Said(String server, String kind, String name, String email, String project, String environment, String app,
            String role, String token, String expiresAt) {
        static Said of(CofferClient client, Me me) {
            var scope = me.scope();
            return new Said(client.server().toString(), me.kind(), orNull(me.name()), orNull(me.email()),
                    scope.project().orElse(null), scope.environment().orElse(null), scope.app().orElse(null),
                    scope.role().orElse(null), orNull(me.token().name()),
                    me.token().expiresAt().map(Object::toString).orElse(null));
        }

        private static String orNull(String text) {
            return text.isEmpty() ? null : text;
        }

        List<List<String>> rows() {
            var rows = new ArrayList<List<String>>();
            put(rows, "server", server);
            put(rows, "kind", kind);
            put(rows, "name", name);
            put(rows, "email", email);
            put(rows, "project", project);
            put(rows, "environment", environment);
            put(rows, "app", app);
            put(rows, "role", role);
            put(rows, "token", token);
            put(rows, "expires", expiresAt);
            return rows;
        }

        private static void put(List<List<String>> rows, String name, String value) {
            if (value != null) {
                rows.add(List.of(name, value));
            }
        }
    }

    Whoami(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.errand(client -> {
            var said = Said.of(client, client.me());
            var screen = Screen.of(spec, around);
            if (json) {
                screen.printJson(said);
            } else {
                screen.print(said.rows());
            }
            return Stop.DONE;
        });
    }

    /** In a sentence. */
    static String named(Me me) {
        var scope = me.scope();
        var place = Stream.of(scope.project(), scope.environment(), scope.app()).flatMap(each -> each.stream())
                .collect(Collectors.joining(" / "));
        return switch (me.kind()) {
            case "ci" -> "a pipeline of " + place;
            case "deployment" -> "a deployment, " + place;
            default -> me.name();
        };
    }
}
