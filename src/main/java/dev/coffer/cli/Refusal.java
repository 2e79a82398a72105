package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.CofferException;

/** What a server's refusal comes to: an exit code, and a sentence that says what to do. */
final class Refusal {
    private Refusal() {}

    /** @param project "" where none is named */
    static Stop of(CofferException e, CofferClient client, String project) {
        var said = e.problem();
        if (e.isUnreachable()) {
            return Stop.unreachable(("Coffer can't be reached at %s. Is it running there? "
                    + "--server or COFFER_URL names another address").formatted(client.server()));
        }
        if (e.status() == 401) {
            return Stop.refused(("%s doesn't know this token. It expired, was revoked, its maker left, or it is "
                    + "another server's. coffer login keeps another; a project's settings make one for a pipeline "
                    + "under Tokens, for what runs under Apps").formatted(client.server()));
        }
        if (e.status() == 404) {
            return Stop.refused(project.isEmpty()
                    ? "There is no Coffer at %s. --server or COFFER_URL names it, without a path"
                            .formatted(client.server())
                    : "There is no project %s at %s, or this token may not enter it"
                            .formatted(project, client.server()));
        }
        if (!said.errors().isEmpty()) {
            return Stop.refused(String.join(". ", said.errors().entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue()).toList()));
        }
        if (!said.dependents().isEmpty()) {
            return Stop.refused("%s: %s".formatted(sentence(said.detail()), String.join(", ",
                    said.dependents().stream().map(each -> "%s (%s%s)".formatted(each.name(), client.server(),
                            each.href())).toList())));
        }
        var words = sentence(said.detail().isEmpty() ? said.title() : said.detail());
        return Stop.refused(e.status() >= 500 && !said.requestId().isEmpty()
                ? "%s. Its log has it as request %s".formatted(words, said.requestId())
                : words);
    }

    private static String sentence(String words) {
        return words.replaceFirst("\\.$", "");
    }
}
