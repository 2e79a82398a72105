package dev.coffer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.StatementCounter;
import dev.coffer.TestClient;
import dev.coffer.TestDatabase;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.reading.Fleet;
import dev.coffer.requirement.Asked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How often pages ask the database: the same however much there is, and an open page's question next to nothing. */
class StatementsTest {
    private static final Pattern MARK = Pattern.compile("data-mark=\"([^\"]+)\"");

    @Test
    void pages_take_as_many_statements_for_fifty_secrets_as_for_one() {
        try (var counter = new StatementCounter(TestDatabase.freshAddress());
                var server = TestServer.start(counter.address())) {
            var project = server.cast.project("shop");
            fill(server, project, 0, 1);
            var little = counted(server, counter);
            fill(server, project, 1, 50);
            var much = counted(server, counter);
            assertThat(much).isEqualTo(little);
            assertThat(much.get("/projects/shop/changes")).isEqualTo(3); // who, whether a member, whether anything new
        }
    }

    private static void fill(TestServer server, Access project, int from, int to) {
        var asked = Asked.of(server.cast, project);
        var api = server.api(server.cast.dave);
        var fleet = new Fleet(server.cast.database, project);
        for (int i = from; i < to; i++) {
            fleet.deployment("app-" + i, "preview");
            fleet.listing("app-" + i, "production", "KEY_" + i);
            asked.requires("NEEDED_" + i, "production").wouldLike("NICE_" + i).requires("OLD_" + i, "preview")
                    .dismisses("OLD_" + i, "preview", "Not now");
            assertThat(api.json("POST", "/api/v1/projects/shop/secrets", """
                    {"key": "KEY_%d", "value": "kanarie", "environments": ["preview"]}""".formatted(i)).statusCode())
                    .isEqualTo(201);
        }
    }

    private static Map<String, Integer> counted(TestServer server, StatementCounter counter) {
        var alice = server.browser(server.cast.alice);
        var counts = new LinkedHashMap<String, Integer>();
        for (var path : List.of("/projects", "/projects/shop", "/projects/shop/secrets",
                "/projects/shop/secrets?status=missing",
                "/projects/shop/secrets/-/new?key=NEEDED_0&environment=production&setup=1",
                "/projects/shop/secrets/KEY_0", "/projects/shop/secrets/KEY_0/edit?environment=preview",
                "/projects/shop/secrets/KEY_0/delete?environment=preview",
                "/projects/shop/secrets/KEY_0/why?environment=preview&app=app-0")) {
            counts.put(path, counter.of(() -> ok(alice, path)));
        }
        var api = server.api(server.cast.alice);
        counts.put("/api", counter.of(() -> ok(api, "/api/v1/projects/shop/secrets")));
        var mark = MARK.matcher(alice.get("/projects/shop").body());
        assertThat(mark.find()).isTrue();
        var asking = alice.with("If-None-Match", '"' + mark.group(1) + '"');
        counts.put("/projects/shop/changes", counter.of(() -> {
            assertThat(asking.get("/projects/shop/changes").statusCode()).isEqualTo(304);
            return true;
        }));
        return counts;
    }

    private static boolean ok(TestClient client, String path) {
        assertThat(client.get(path).statusCode()).isEqualTo(200);
        return true;
    }
}
