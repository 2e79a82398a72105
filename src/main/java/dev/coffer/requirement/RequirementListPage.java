package dev.coffer.requirement;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a project needs, a row a key. {@code href} is this page's address. */
public record RequirementListPage(String href, Access access, Requirements.Listing listing) implements Page {

    /** A group of the table's rows. */
    public record Group(String id, String title, List<Row> rows) {}

    /**
     * A key. {@code type} tells what its value is to look like, null where any will do; {@code edit} and {@code remove}
     * are null where it isn't kept by hand, or by somebody else.
     */
    public record Row(Need need, String type, List<Place> places, String edit, String remove) {
        public String key() {
            return need.key();
        }

        public String feature() {
            return need.feature();
        }

        public String description() {
            return need.description();
        }

        public boolean isDescribed() {
            return !need.description().isEmpty();
        }

        public String sources() {
            return String.join(", ", need.sources().stream().distinct().toList());
        }
    }

    /** An environment of a row. {@code dismiss} and {@code bringBack} are null where that can't be done. */
    public record Place(Need need, String dismiss, String bringBack) {
        public String id() {
            return need.key() + "-" + need.environment().slug();
        }

        public String name() {
            return need.environment().name();
        }

        /** What the row's actions are about, for whoever hears them alone. */
        public String about() {
            return "%s, %s".formatted(need.key(), need.environment().name());
        }

        public String status() {
            return need.status().label();
        }

        public String badge() {
            return switch (need.status()) {
                case CONFIGURED -> "ok";
                case MISSING -> need.required() ? "warn" : "";
                case DISMISSED -> "";
            };
        }

        public String icon() {
            return switch (need.status()) {
                case CONFIGURED -> "check";
                case MISSING -> "missing";
                case DISMISSED -> "dismissed";
            };
        }

        public boolean isDismissed() {
            return need.status() == Need.Status.DISMISSED;
        }

        public String told() {
            return need.dismissal().map(it -> "%s, %s: %s".formatted(it.by(), new Stamp(it.at()).date(), it.reason()))
                    .orElse("");
        }
    }

    /** A source, and the page that takes its list away; {@code remove} is null where that isn't allowed. */
    public record Source(String name, String told, String remove) {}

    /** Required first; a group without rows is left out. */
    public List<Group> groups() {
        var needs = new TreeMap<String, List<Need>>();
        listing.readiness().needs()
                .forEach(need -> needs.computeIfAbsent(need.key(), _ -> new ArrayList<>()).add(need));
        var rows = needs.values().stream().map(this::row)
                .collect(Collectors.partitioningBy(row -> row.need.required()));
        var groups = new ArrayList<Group>();
        add(groups, new Group("required", "Required", rows.get(true)));
        add(groups, new Group("optional", "Optional", rows.get(false)));
        return groups;
    }

    /** Those whose lists are declared, not kept by hand. */
    public List<Source> sources() {
        Map<String, List<Requirement>> by = listing.declared().stream().filter(each -> !each.isByHand())
                .collect(Collectors.groupingBy(Requirement::source, TreeMap::new, Collectors.toList()));
        return by.entrySet().stream().map(entry -> new Source(entry.getKey(),
                entry.getValue().size() == 1 ? "1 key" : "%,d keys".formatted(entry.getValue().size()),
                entry.getValue().stream().allMatch(this::mayRemove) ? "%s/-/remove?source=%s".formatted(href,
                        RequirementPages.encoded(entry.getKey())) : null))
                .toList();
    }

    public boolean hasSources() {
        return listing.declared().stream().anyMatch(each -> !each.isByHand());
    }

    public boolean isEmpty() {
        return listing.declared().isEmpty();
    }

    public boolean isWriter() {
        return access.may(Permission.SECRET_WRITE);
    }

    public String addHref() {
        return href + "/-/new";
    }

    public String pasteHref() {
        return href + "/-/paste";
    }

    private Row row(List<Need> needs) {
        var whole = Need.anywhere(needs);
        var byHand = listing.declared().stream().filter(each -> each.isByHand() && each.key().equals(whole.key()))
                .findFirst().filter(_ -> isWriter());
        return new Row(whole, type(whole), needs.stream().map(this::place).toList(),
                byHand.map(each -> "%s/%s/edit".formatted(href, each.key())).orElse(null),
                byHand.filter(this::mayRemove).map(each -> "%s/%s/remove".formatted(href, each.key())).orElse(null));
    }

    private static String type(Need need) {
        return switch (need.types().size()) {
            case 0 -> null;
            case 1 -> need.types().getFirst().name().map("Type: %s"::formatted)
                    .orElse("No type named %s here yet".formatted(need.types().getFirst().key()));
            default -> "Types differ: %s. %s".formatted(need.declared().stream()
                    .filter(said -> said.type().isPresent())
                    .map(said -> "%s says %s".formatted(said.source(), said.type().get().told())).distinct()
                    .collect(Collectors.joining(", ")),
                    need.wanted().flatMap(Need.Wanted::name)
                            .map("Set secret begins with %s."::formatted).orElse("None of them is here yet."));
        };
    }

    private Place place(Need need) {
        var may = need.environment().allows(access, Permission.SECRET_WRITE);
        var address = "%s/%s/%%s?environment=%s".formatted(href, need.key(), need.environment().slug());
        return new Place(need, may && need.status() == Need.Status.MISSING ? address.formatted("dismiss") : null,
                may && need.status() == Need.Status.DISMISSED ? address.formatted("bring-back") : null);
    }

    /** Whether taking it away surely makes no protected environment require less than who asks may decide. */
    private boolean mayRemove(Requirement requirement) {
        return isWriter() && (!requirement.required() || listing.environments().stream()
                .filter(requirement::appliesTo).allMatch(this::isOpen));
    }

    private boolean isOpen(Environment environment) {
        return environment.allows(access, Permission.SECRET_WRITE);
    }

    private static void add(List<Group> groups, Group group) {
        if (!group.rows.isEmpty()) {
            groups.add(group);
        }
    }

    @Override
    public String template() {
        return "requirement/list";
    }

    @Override
    public String title() {
        return "Requirements";
    }

    @Override
    public String section() {
        return "Requirements";
    }
}
