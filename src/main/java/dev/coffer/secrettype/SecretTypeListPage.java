package dev.coffer.secrettype;

import dev.coffer.web.Page;
import java.util.List;

/** A project's secret types. {@code href} is this page's address. */
public record SecretTypeListPage(String href, List<StoredType> types, boolean isManager) implements Page {
    static final String SECTION = "Secret types";
    private static final List<String> OFTEN = List.of("postgresql", "username-password", "aws-access-key",
            "stripe-secret-key", "openai-api-key", "ssh-private-key");

    /** A line of the table. */
    public record Row(String key, String name, String fields, int uses, String href, String listHref) {
        public boolean isUsed() {
            return uses > 0;
        }

        public String used() {
            return uses == 1 ? "1 secret" : "%,d secrets".formatted(uses);
        }

        public String secretsHref() {
            return listHref.replaceFirst("/secret-types$", "/secrets?type=" + key);
        }

        public String copyHref() {
            return listHref + "/new?from=" + key;
        }
    }

    /** A ready-made type, and the address that starts from it. */
    public record Ready(String name, String purpose, String href) {}

    public List<Row> rows() {
        return types.stream().map(stored -> new Row(stored.key(), stored.name(),
                Preview.of(stored.type().schema()).outline(), stored.uses(), href + "/" + stored.key(), href)).toList();
    }

    public boolean isEmpty() {
        return types.isEmpty();
    }

    /** Those that are wanted most often. */
    public List<Ready> ready() {
        return OFTEN.stream().flatMap(key -> ReadyMade.find(key).stream())
                .map(one -> new Ready(one.name(), one.purpose(), href + "/new?start=" + one.key())).toList();
    }

    public int moreReady() {
        return ReadyMade.all().size() - OFTEN.size();
    }

    @Override
    public String template() {
        return "secrettype/list";
    }

    @Override
    public String title() {
        return SECTION;
    }

    @Override
    public String section() {
        return SECTION;
    }
}
