package dev.coffer.secret;

import dev.coffer.TestClient;
import tools.jackson.databind.json.JsonMapper;

/** A type with every kind of field, for tests of its form. */
public final class EveryField {
    private static final JsonMapper JSON = new JsonMapper();

    public static final String SCHEMA = """
            {"type": "object", "title": "Every field", "required": ["user", "password", "port", "level", "auth", "tls"],
             "properties": {
              "user": {"type": "string", "title": "User", "description": "Who signs in.", "minLength": 2},
              "password": {"type": "string", "title": "Password", "writeOnly": true, "minLength": 8},
              "port": {"type": "integer", "title": "Port", "default": 5432, "minimum": 1, "maximum": 65535},
              "ratio": {"type": "number", "title": "Ratio", "minimum": 0},
              "notes": {"type": "string", "title": "Notes", "x-multiline": true},
              "key": {"type": "string", "title": "Private key", "writeOnly": true, "x-multiline": true},
              "verify": {"type": "boolean", "title": "Verify the certificate", "default": true},
              "level": {"enum": ["low", "high"], "title": "Level"},
              "region": {"enum": ["a", "b", "c", "d", "e", "f"], "title": "Region"},
              "kind": {"const": "every"},
              "hosts": {"type": "array", "title": "Hosts", "items": {"type": "string", "format": "hostname"}},
              "scopes": {"type": "array", "title": "Scopes", "uniqueItems": true, "items": {"enum": ["read", "write"]}},
              "tls": {"type": "object", "title": "TLS", "required": ["mode"], "properties": {
                "mode": {"enum": ["off", "on"], "title": "Mode"},
                "client": {"type": "object", "title": "Client", "properties": {
                  "cert": {"type": "string", "title": "Certificate", "x-multiline": true},
                  "key": {"type": "string", "title": "Client key", "writeOnly": true}}}}},
              "auth": {"title": "Sign-in", "oneOf": [
                {"type": "object", "title": "Token", "required": ["token"], "additionalProperties": false, "properties": {
                  "token": {"type": "string", "title": "Token", "writeOnly": true, "minLength": 4}}},
                {"type": "object", "title": "User and password", "required": ["login", "secret"],
                 "additionalProperties": false, "properties": {
                  "login": {"type": "string", "title": "Login"},
                  "secret": {"type": "string", "title": "Secret", "writeOnly": true, "minLength": 4}}}]},
              "extra": {"type": "object", "title": "Extra", "additionalProperties": {"type": "string"}}
             }}""";

    private EveryField() {}

    /** Makes a type of a schema, by somebody who may. */
    public static void type(TestClient api, String project, String key, String name, String schema) {
        var body = JSON.createObjectNode().put("key", key).put("name", name);
        body.set("schema", JSON.readTree(schema));
        var made = api.json("POST", "/api/v1/projects/" + project + "/secret-types", body.toString());
        if (made.statusCode() != 201) {
            throw new IllegalStateException(made.body());
        }
    }
}
