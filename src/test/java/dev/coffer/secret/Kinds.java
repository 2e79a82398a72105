package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRET_TYPES;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;

/** Secret types to test with, put straight into the database. */
public final class Kinds {
    /** Text that begins with {@code sk_}. */
    public static final String TEXT = """
            {"type": "string", "pattern": "^sk_[a-z0-9]+$", "writeOnly": true}""";
    /** Parts, of which two are a must. */
    public static final String PARTS = """
            {"type": "object", "additionalProperties": false, "required": ["host", "password"], "properties": {
              "host": {"type": "string", "pattern": "^[a-z.]+$"},
              "port": {"type": "integer", "minimum": 1, "maximum": 65535},
              "password": {"type": "string", "minLength": 4, "writeOnly": true}}}""";

    private Kinds() {}

    public static void add(Database database, Access access, String key, String schema) {
        database.transact(tx -> tx.insertInto(SECRET_TYPES).set(SECRET_TYPES.ID, Ids.next())
                .set(SECRET_TYPES.PROJECT_ID, access.projectId()).set(SECRET_TYPES.KEY, key)
                .set(SECRET_TYPES.NAME, key + " type").set(SECRET_TYPES.SCHEMA, schema)
                .set(SECRET_TYPES.CREATED_BY, access.userId()).set(SECRET_TYPES.UPDATED_BY, access.userId())
                .execute());
    }
}
