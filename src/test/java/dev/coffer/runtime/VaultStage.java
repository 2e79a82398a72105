package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.util.UUID;

/** A server with values for api@production of the project shop, and what a client of the KV v2 shape brings to it. */
final class VaultStage implements AutoCloseable {
    static final String ODD = "kanarie \"'\\ \n é 😀 $X";

    final TestServer server = TestServer.start();
    final String token;

    VaultStage() {
        server.cast.project("shop");
        token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production"));
        set("DATABASE_URL", "postgres://u:kanarie@db/shop", "production");
        set("ODD", "kanarie \\\"'\\\\ \\n é 😀 $X", "production");
        set("ELSEWHERE", "kanarie", "preview");
    }

    /** {@code value} as it stands in JSON. */
    void set(String key, String value, String environment) {
        var answer = server.api(server.cast.alice).json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\":\"%s\",\"environments\":[\"%s\"]}".formatted(value, environment));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** The id of the deployment, which is a client's role. */
    UUID role() {
        return server.cast.database.read(sql -> sql.select(DEPLOYMENTS.ID).from(DEPLOYMENTS).join(APPS)
                .on(APPS.ID.eq(DEPLOYMENTS.APP_ID)).where(APPS.SLUG.eq("api")).fetchSingle(DEPLOYMENTS.ID));
    }

    @Override
    public void close() {
        server.close();
    }
}
