package dev.coffer.workspace;

import dev.coffer.audit.AuditAction;
import dev.coffer.audit.Changes.Change;
import dev.coffer.requirement.Readiness;
import java.util.ArrayList;
import java.util.List;

/**
 * What others did meanwhile, as it is said to whoever has the page open: keys, places and names that everybody may see.
 */
final class News {
    private static final int MOST_KEYS = 3;

    private News() {}

    /**
     * Who did what, and which environments can or can't be published by it.
     *
     * @param blocked those that couldn't be, when the page was made
     */
    static String said(Workspaces.News news, List<String> blocked) {
        var sentences = new ArrayList<String>();
        var told = news.changes().stream().filter(change -> !what(change).isEmpty()).toList();
        if (told.size() == 1) {
            sentences.add(sentence(news, told.getFirst()));
        } else if (!told.isEmpty()) {
            sentences.add("%d changes by %s.".formatted(told.size(),
                    together(told.stream().map(News::by).distinct().toList())));
        }
        sentences.addAll(turns(news, blocked));
        return String.join(" ", sentences);
    }

    private static String sentence(Workspaces.News news, Change change) {
        var places = news.environments().stream().filter(each -> change.environments().contains(each.slug()))
                .map(each -> each.name()).toList();
        return "%s%s by %s.".formatted(what(change), places.isEmpty() ? "" : " in " + together(places), by(change));
    }

    private static List<String> turns(Workspaces.News news, List<String> blocked) {
        var turns = new ArrayList<String>();
        for (var environment : news.environments()) {
            boolean wasReady = !blocked.contains(environment.slug());
            int missing = news.now().needs().missing(environment).size();
            if (!wasReady && missing == 0) {
                turns.add(environment.name() + " can be published now.");
            } else if (wasReady && missing > 0) {
                turns.add(environment.name() + ": " + Readiness.blocked(missing));
            }
        }
        return turns;
    }

    private static String by(Change change) {
        return change.isOwn() ? "you in another window" : change.by().isEmpty() ? "somebody" : change.by();
    }

    /** Empty for what isn't shown on these pages, or not to everybody. */
    private static String what(Change change) {
        for (var action : AuditAction.values()) {
            if (action.slug().equals(change.action())) {
                return what(action, change);
            }
        }
        return "";
    }

    private static String what(AuditAction action, Change change) {
        return switch (action) {
            case SECRET_CREATED, SECRET_SET -> keys(change) + " set";
            case SECRET_RESTORED -> keys(change) + " restored";
            case SECRET_DESCRIBED -> keys(change) + " described";
            case SECRET_VALUE_DELETED, SECRET_DELETED -> keys(change) + " deleted";
            case IMPORTED -> keys(change) + " imported";
            case REQUIREMENT_DISMISSED -> keys(change) + " dismissed";
            case REQUIREMENT_BROUGHT_BACK -> keys(change) + " brought back";
            case REQUIREMENTS_DECLARED, REQUIREMENT_ADDED, REQUIREMENT_REMOVED -> "What is needed was changed";
            case PUBLISHED -> "Version " + change.published() + " was published";
            case ROLLED_BACK -> "Secrets were rolled back";
            case SECRET_TYPED -> keys(change) + " given another type";
            case TYPE_CREATED, TYPE_CHANGED, TYPE_DELETED -> "The secret types were changed";
            case ENVIRONMENT_CREATED, ENVIRONMENT_CHANGED, ENVIRONMENT_DELETED -> "The environments were changed";
            default -> "";
        };
    }

    private static String keys(Change change) {
        var keys = change.keys();
        return switch (keys.size()) {
            case 0 -> "Secrets were";
            case 1 -> keys.getFirst() + " was";
            case 2, MOST_KEYS -> together(keys) + " were";
            default -> keys.size() + " secrets were";
        };
    }

    private static String together(List<String> names) {
        return names.size() < 2 ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
