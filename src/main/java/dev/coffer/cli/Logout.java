package dev.coffer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer logout}: forgets what {@code coffer login} kept. */
@Command(name = "logout", mixinStandardHelpOptions = true,
        description = {"Forgets a profile.", "Its token works until it ends or is revoked on your account's page."},
        footer = {"  coffer logout", "  coffer logout --profile work"})
final class Logout implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", paramLabel = "NAME", description = "Which one; the one without a name else.")
    private String profile;

    Logout(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var screen = Screen.of(spec, around);
        var profiles = new Profiles(around);
        var name = profiles.name(profile);
        var server = profiles.usable(name).map(Profile::server);
        if (!profiles.forget(name)) {
            screen.say("There is no profile%s to forget.".formatted(Profile.DEFAULT.equals(name) ? "" : " " + name));
            return Stop.DONE;
        }
        screen.say("Forgotten. The token itself works until it ends or you revoke it%s.".formatted(
                server.map(" at %s/account"::formatted).orElse("")));
        around.overriding().ifPresent(variable -> screen.say(
                "%s is still set, and is used.".formatted(variable)));
        return Stop.DONE;
    }
}
