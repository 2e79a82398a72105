package dev.coffer.help;

import dev.coffer.access.Role;
import dev.coffer.web.Page;
import java.util.List;

/** How to use the product. {@code api} is the API's address. */
public record HelpPage(String api) implements Page {

    /** A role and what it may do. */
    public record RoleRow(String name, String hint) {}

    public List<RoleRow> roles() {
        return List.of(Role.values()).reversed().stream().map(role -> new RoleRow(role.label(), role.hint())).toList();
    }

    public String setting() {
        return """
                curl -X PUT %s/projects/my-shop/secrets/STRIPE_SECRET_KEY \\
                  -H "Authorization: Bearer $COFFER_TOKEN" -H "Content-Type: application/json" \\
                  -d @- <<'JSON'
                {"value": "the value", "environments": ["preview", "production"]}
                JSON""".formatted(api);
    }

    public String listing() {
        return """
                curl %s/projects/my-shop/secrets \\
                  -H "Authorization: Bearer $COFFER_TOKEN\"""".formatted(api);
    }

    public String importing() {
        return """
                jq -Rs '{format: "dotenv", content: ., environments: ["preview"], mode: "add", dry_run: true}' .env |
                  curl %s/projects/my-shop/imports -H "Authorization: Bearer $COFFER_TOKEN" \\
                  -H "Content-Type: application/json" -d @-""".formatted(api);
    }

    public String schema() {
        return """
                {
                  "title": "Search server",
                  "type": "object",
                  "required": ["host", "password"],
                  "properties": {
                    "host": {"type": "string", "pattern": "^[a-z0-9.-]+$"},
                    "port": {"type": "integer", "default": 9200, "maximum": 65535},
                    "password": {"type": "string", "writeOnly": true, "minLength": 16}
                  },
                  "x-coffer-env": {
                    "{KEY}": "https://app:{password|url}@{host}[:{port}]",
                    "{KEY}_HOST": "{host}"
                  }
                }""";
    }

    public String pipeline() {
        return """
                export COFFER_URL=%s
                coffer requirements push .env.example
                coffer check -e production
                coffer publish 1.4.0 -e production""".formatted(server());
    }

    public String piping() {
        return "openssl rand -hex 32 | coffer secrets set SESSION_KEY -e production";
    }

    private String server() {
        return api.replaceFirst("/api/v1$", "");
    }

    @Override
    public String template() {
        return "help/show";
    }

    @Override
    public String title() {
        return "Help";
    }
}
