package dev.coffer.schema;

import dev.coffer.schema.FormField.Alternative;
import dev.coffer.schema.FormField.Content;
import dev.coffer.schema.FormField.Kind;
import dev.coffer.schema.FormField.Option;
import dev.coffer.schema.FormField.State;
import dev.coffer.schema.FormField.Trait;
import dev.coffer.schema.FormFieldMerge.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a schema as fields, a bounded number of them: what goes beyond is asked for as JSON. */
final class FormFieldReader {
    private static final int MOST_FIELDS = 150;
    private static final int MOST_ALTERNATIVES = 30;
    private static final int DEEPEST = 6;

    private final Schema schema;
    private final FormFieldMerge merge;
    private int fields = 1;

    /** Where a field stands: how it is called, how deep, and what holds for it. */
    record Where(String pointer, String name, int depth, Set<Trait> traits) {
        /** Of a property. */
        Where under(String property, boolean isRequired) {
            var inner = EnumSet.noneOf(Trait.class);
            if (traits.contains(Trait.MASKED)) {
                inner.add(Trait.MASKED);
            }
            if (isRequired) {
                inner.add(Trait.REQUIRED);
                if (traits.contains(Trait.DEMANDED)) {
                    inner.add(Trait.DEMANDED);
                }
            }
            return new Where(FieldId.under(pointer, property), property, depth + 1, inner);
        }

        Where and(Trait trait) {
            var more = EnumSet.of(trait);
            more.addAll(traits);
            return new Where(pointer, name, depth, more);
        }

        boolean is(Trait trait) {
            return traits.contains(trait);
        }
    }

    FormFieldReader(Schema schema) {
        this.schema = schema;
        this.merge = new FormFieldMerge(Subschemas.of(schema.root()));
    }

    FormField root() {
        var where = new Where("", "Value", 0, EnumSet.of(Trait.REQUIRED, Trait.DEMANDED));
        var place = merge.at(schema.root(), Set.of());
        if (!schema.isText()) {
            return place.map(found -> field(found, where)).orElseGet(() -> json(schema.root(), where));
        }
        var node = place.<JsonNode>map(Place::node).orElse(schema.root());
        return simple(node, whole(node, where.and(Trait.BARE)), bareKind(node));
    }

    /** What is the whole value is a secret, unless the schema says that it may be seen. */
    private static Where whole(JsonNode node, Where where) {
        return where.pointer.isEmpty() && node.path("writeOnly").asBoolean(true) ? where.and(Trait.MASKED) : where;
    }

    private static Kind bareKind(JsonNode node) {
        return switch (FormFieldKind.of(node)) {
            case CONST -> Kind.CONST;
            case ENUM -> Kind.ENUM;
            case AREA -> Kind.AREA;
            default -> Kind.TEXT;
        };
    }

    private FormField field(JsonNode node, Set<String> trail, Where where) {
        return merge.at(node, trail).map(place -> field(place, where)).orElseGet(() -> json(node, where));
    }

    private FormField field(Place place, Where given) {
        var node = place.node();
        var where = isMasked(node) ? given.and(Trait.MASKED) : given;
        where = FormFieldKind.isNullable(node) ? where.and(Trait.NULLABLE) : where;
        var several = new FormFieldAlternatives(merge).of(place);
        if (several.isPresent() && !several.get().choices().isEmpty()) {
            return choice(node, where, several.get().choices());
        }
        if (several.isPresent() && several.get().places().size() == 1) {
            var only = several.get().places().getFirst();
            return field(FormFieldAlternatives.only(only, node), only.trail(),
                    several.get().isNullable() ? where.and(Trait.NULLABLE) : where);
        }
        var kind = FormFieldKind.of(node);
        if (several.isPresent() && (kind == Kind.GROUP || kind == Kind.JSON)) {
            return node.path("properties").isEmpty() ? alternatives(node, several.get().places(), where)
                    : group(place, several.get().places(), where);
        }
        return switch (kind) {
            case GROUP -> group(place, List.of(), where);
            case LIST -> list(place, whole(node, where));
            case JSON -> json(node, where);
            default -> simple(node, whole(node, where), kind);
        };
    }

    private FormField simple(JsonNode node, Where where, Kind kind) {
        if (kind == Kind.ENUM && node.path("enum").size() == 1 && where.is(Trait.REQUIRED)) {
            return simple(node, where, Kind.CONST);
        }
        var at = FormFieldKind.type(node).equals("integer") ? where.and(Trait.WHOLE) : where;
        return switch (kind) {
            case CONST -> made(node, at, kind, new Content(List.of(FormFieldKind.constant(node)), List.of(), List.of(),
                    List.of()));
            case ENUM -> choice(node, at, FormFieldKind.options(node));
            case TEXT -> made(node, FormFieldKind.isFree(node) ? at.and(Trait.FREE) : at, kind,
                    preset(node, at, kind, List.of()));
            default -> made(node, at, kind, preset(node, at, kind, List.of()));
        };
    }

    private FormField choice(JsonNode node, Where where, List<Option> options) {
        return made(node, where, Kind.ENUM, preset(node, where, Kind.ENUM, options));
    }

    private FormField list(Place place, Where where) {
        var items = place.node().has("prefixItems") ? Optional.<Place>empty()
                : merge.at(place.node().path("items"), place.trail());
        if (items.isEmpty()) {
            return json(place.node(), where);
        }
        var item = items.get().node();
        var at = isMasked(item) ? where.and(Trait.MASKED) : where;
        var titled = new FormFieldAlternatives(merge).of(items.get());
        if (titled.isPresent()) {
            return titled.get().choices().isEmpty() ? json(place.node(), where)
                    : checklist(place.node(), at, titled.get().choices());
        }
        return switch (FormFieldKind.of(item)) {
            case TEXT -> made(place.node(), at, Kind.LIST, preset(place.node(), at, Kind.LIST, List.of()));
            case NUMBER -> made(place.node(), at.and(Trait.NUMBERS), Kind.LIST,
                    preset(place.node(), at, Kind.LIST, List.of()));
            case ENUM -> checklist(place.node(), at, FormFieldKind.options(item));
            default -> json(place.node(), where);
        };
    }

    private FormField checklist(JsonNode node, Where where, List<Option> options) {
        return made(node, where, Kind.CHECKLIST, preset(node, where, Kind.CHECKLIST, options));
    }

    private FormField group(Place place, List<Place> alternatives, Where where) {
        var parts = FormFieldAlternatives.split(place, alternatives);
        if (!hasRoom(parts.size(), where) || place.node().path("properties").isEmpty()) {
            return json(place.node(), where);
        }
        var children = properties(parts.base(), where);
        if (!parts.others().isEmpty()) {
            var words = new FormField.Words("Choose one", null, null);
            var content = new Content(List.of(), List.of(), named(alternatives,
                    parts.others().stream().map(one -> properties(one, where)).toList()), List.of());
            var traits = EnumSet.of(Trait.INLINE, Trait.REQUIRED);
            children.add(new FormField(where.pointer, Kind.ALTERNATIVES, words, traits, content, State.NEW));
        }
        return made(place.node(), where, Kind.GROUP,
                new Content(List.of(), List.copyOf(children), List.of(), List.of()));
    }

    private List<FormField> properties(List<FormFieldAlternatives.Property> properties, Where where) {
        var children = new ArrayList<FormField>();
        for (var property : properties) {
            if (property.isRequired() || !property.schema().path("readOnly").asBoolean(false)) {
                children.add(field(property.schema(), property.trail(),
                        where.under(property.name(), property.isRequired())));
            }
        }
        return children;
    }

    /** One of several shapes for the whole of a place. */
    private FormField alternatives(JsonNode node, List<Place> places, Where where) {
        if (places.size() > MOST_ALTERNATIVES || !hasRoom(places.size(), where)) {
            return json(node, where);
        }
        var shapes = new ArrayList<List<FormField>>();
        for (var place : places) {
            var one = field(FormFieldAlternatives.within(place, node), where.and(Trait.REQUIRED));
            var isPlain = one.isGroup() && one.children().stream().noneMatch(child -> child.is(Trait.INLINE));
            shapes.add(isPlain ? one.children() : List.of(one.isGroup() || one.isAlternatives()
                    ? json(place.node(), where) : one));
        }
        var content = new Content(List.of(), List.of(), named(places, shapes), List.of());
        return made(node, where, Kind.ALTERNATIVES, content);
    }

    private static List<Alternative> named(List<Place> places, List<List<FormField>> shapes) {
        var all = new ArrayList<Alternative>();
        var titles = new ArrayList<String>();
        for (var i = 0; i < places.size(); i++) {
            var title = FormFieldWords.alternative(places.get(i).node(), shapes.get(i), i + 1);
            all.add(new Alternative(titles.contains(title) ? title + " (" + (i + 1) + ")" : title, shapes.get(i)));
            titles.add(title);
        }
        return all;
    }

    private FormField json(JsonNode node, Where where) {
        return made(node, where.and(Trait.MASKED), Kind.JSON, Content.EMPTY);
    }

    private FormField made(JsonNode node, Where where, Kind kind, Content content) {
        var traits = EnumSet.copyOf(where.traits);
        if (kind == Kind.ALTERNATIVES || kind == Kind.GROUP) {
            traits.remove(Trait.MASKED);
        }
        return new FormField(where.pointer, kind, FormFieldWords.of(node, kind, FormFieldWords.label(node, where.name)),
                traits, content, State.NEW.with(content.preset()));
    }

    private boolean hasRoom(int more, Where where) {
        fields += more;
        return fields <= MOST_FIELDS && where.depth < DEEPEST;
    }

    private static Content preset(JsonNode node, Where where, Kind kind, List<Option> options) {
        return new Content(options, List.of(), List.of(),
                where.is(Trait.MASKED) ? List.of() : FormFieldKind.preset(node, kind, options));
    }

    private static boolean isMasked(JsonNode node) {
        return node.path("writeOnly").asBoolean(false) || node.path("format").asString("").equals("password");
    }
}
