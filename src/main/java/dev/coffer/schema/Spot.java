package dev.coffer.schema;

import java.util.ArrayDeque;
import java.util.List;

/**
 * A place in a value on the way of its evaluation. {@code told} is false for a name that the schema doesn't have: such
 * a name is a part of the value, and neither pointers nor words go further than the place around it.
 */
record Spot(Spot around, String key, int depth, boolean told, boolean isItem) {
    static final Spot ROOT = new Spot(null, "", 0, true, false);

    Spot field(String name, Subschemas schemas) {
        return new Spot(this, name, depth + 1, schemas.knows(name), false);
    }

    /** One that isn't there, by a name of the schema's. */
    Spot missing(String name) {
        return new Spot(this, name, depth + 1, true, false);
    }

    Spot item(int index) {
        return new Spot(this, Integer.toString(index), depth + 1, true, true);
    }

    /** Whether both are the same place: found out from the inside, where most differ. */
    boolean is(Spot other) {
        if (depth != other.depth) {
            return false;
        }
        var one = this;
        for (var two = other; one != two; two = two.around) {
            if (!one.key.equals(two.key)) {
                return false;
            }
            one = one.around;
        }
        return true;
    }

    /** The places that it is in, from the outside, and itself. */
    List<Spot> way() {
        var way = new ArrayDeque<Spot>();
        for (var spot = this; spot.around != null; spot = spot.around) {
            way.push(spot);
        }
        return List.copyOf(way);
    }

    String pointer() {
        var keys = new ArrayDeque<String>();
        for (var spot = this; spot.around != null; spot = spot.around) {
            if (!spot.told) {
                keys.clear();
            } else {
                keys.push(spot.key);
            }
        }
        var pointer = "";
        for (var key : keys) {
            pointer = JsonText.child(pointer, key);
        }
        return pointer;
    }

    /** As a pointer, with a star for each item. */
    private String place() {
        return around == null ? "" : JsonText.child(around.place(), isItem ? "*" : key);
    }

    /** What it is called, to begin a sentence with. */
    String words(Subschemas schemas) {
        if (around == null) {
            return FormFieldWords.label(schemas.at(""), "The value");
        }
        var outer = around.around == null ? "" : " of " + around.words(schemas);
        if (isItem) {
            return "Item " + (Integer.parseInt(key) + 1) + outer;
        }
        return told ? schemas.title(place(), key) : "A field" + outer;
    }
}
