package dev.coffer.schema;

import dev.coffer.schema.FormField.Content;
import dev.coffer.schema.FormField.Kind;
import dev.coffer.schema.FormField.State;
import dev.coffer.schema.FormField.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a schema as fields. */
final class FormFieldReader {
    private final Schema schema;

    FormFieldReader(Schema schema) {
        this.schema = schema;
    }

    FormField root() {
        var node = schema.root();
        var traits = EnumSet.of(Trait.REQUIRED, Trait.DEMANDED);
        if (schema.isText()) {
            traits.add(Trait.BARE);
            if (!node.path("writeOnly").asBoolean(true)) {
                return field(node, "", traits);
            }
            traits.add(Trait.MASKED);
        }
        return field(node, "", traits);
    }

    private FormField field(JsonNode node, String pointer, Set<Trait> given) {
        var traits = EnumSet.copyOf(given);
        var kind = kind(node);
        if (kind == Kind.JSON || node.path("writeOnly").asBoolean(false)
                || node.path("format").asString("").equals("password")) {
            traits.add(Trait.MASKED);
        }
        if (node.path("type").asString("").equals("integer")) {
            traits.add(Trait.WHOLE);
        }
        var name = FieldId.unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
        var words = FormFieldWords.of(node, kind, pointer.isEmpty() && !node.has("title") ? "Value"
                : FormFieldWords.label(node, name));
        var content = kind == Kind.GROUP ? new Content(List.of(), children(node, pointer, traits), List.of(), List.of())
                : Content.EMPTY;
        return new FormField(pointer, kind, words, traits, content, State.NEW);
    }

    private List<FormField> children(JsonNode node, String pointer, Set<Trait> above) {
        var required = node.path("required").valueStream().map(JsonNode::asString).toList();
        var children = new ArrayList<FormField>();
        node.path("properties").forEachEntry((name, child) -> {
            var traits = EnumSet.noneOf(Trait.class);
            if (above.contains(Trait.MASKED)) {
                traits.add(Trait.MASKED);
            }
            if (required.contains(name)) {
                traits.add(Trait.REQUIRED);
                if (above.contains(Trait.DEMANDED)) {
                    traits.add(Trait.DEMANDED);
                }
            }
            children.add(field(child, FieldId.under(pointer, name), traits));
        });
        return children;
    }

    private static Kind kind(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case "string" -> node.path("x-multiline").asBoolean(false) ? Kind.AREA : Kind.TEXT;
            case "integer", "number" -> Kind.NUMBER;
            case "boolean" -> Kind.YES_NO;
            case "object" -> node.path("properties").isEmpty() ? Kind.JSON : Kind.GROUP;
            default -> Kind.JSON;
        };
    }
}
