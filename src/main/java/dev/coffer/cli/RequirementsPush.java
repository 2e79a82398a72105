package dev.coffer.cli;

import dev.coffer.client.Requirement;
import dev.coffer.client.Requirements.Declared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer requirements push}: declares what a file names as needed, in the place of what it named before. */
@Command(name = "push", mixinStandardHelpOptions = true,
        description = {
                "Declares what an .env.example or a YAML list names, in the place of what that source said before.",
                "In an .env.example comments become descriptions, and \"# optional\" above or beside a key makes it "
                        + "optional. No value in it is sent."},
        footer = {"  coffer requirements push .env.example", "  coffer requirements push needs.yaml --source build"})
final class RequirementsPush implements Callable<Integer> {
    private static final int MOST_BYTES = 1024 * 1024;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "FILE", description = "An .env.example, or a list in a file that ends in .yaml or .yml.")
    private Path file;

    @Option(names = "--source", paramLabel = "NAME",
            description = "Whose list this is; the file's name without it. Other sources' lists stay.")
    private String source;

    @Option(names = {"-e", "--environment", "--env"}, split = ",", paramLabel = "ENVIRONMENT",
            description = "Where it is needed, unless the file says; in every environment without.")
    private List<String> environments = List.of();

    RequirementsPush(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        var screen = Screen.of(spec, around);
        var name = source != null ? source : file.getFileName().toString();
        var content = content();
        var listed = isYaml() ? RequirementList.ofYaml(content, file) : RequirementList.ofExample(content, file);
        listed.notes().forEach(screen::say);
        return where.work(place -> {
            var wanted = listed.requirements().stream().map(this::placed).toList();
            tell(screen, name, wanted, place.client().requirements(place.project()).declare(name, wanted));
            return Stop.DONE;
        });
    }

    private Requirement placed(Requirement each) {
        return each.environments().isEmpty()
                ? new Requirement(each.key(), each.required(), environments, each.texts())
                : each;
    }

    static void tell(Screen screen, String name, List<Requirement> wanted, Declared done) {
        long required = wanted.stream().filter(Requirement::required).count();
        screen.say("%s declares %d: %d required, %d optional.".formatted(name, wanted.size(), required,
                wanted.size() - required));
        if (!done.removed().isEmpty()) {
            screen.say("No longer declared by it: %s.".formatted(Screen.some(done.removed())));
        }
        if (!done.dismissalsDropped().isEmpty()) {
            screen.say("No longer dismissed: %s.".formatted(Screen.some(done.dismissalsDropped())));
        }
    }

    private boolean isYaml() {
        return file.toString().matches("(?i).*\\.ya?ml");
    }

    private byte[] content() {
        var path = around.folder().resolve(file);
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw Stop.refused("%s is larger than a mebibyte".formatted(file));
            }
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw Stop.wrongUse("%s can't be read".formatted(file));
        }
    }
}
