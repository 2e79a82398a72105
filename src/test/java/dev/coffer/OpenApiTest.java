package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API says what the API is. */
@Tag("R29")
class OpenApiTest {

    @Test
    void every_route_of_the_api_is_described_and_nothing_else() {
        try (var server = TestServer.start()) {
            var described = new TreeSet<String>();
            var paths = new JsonMapper().readTree(server.api().get("/api/openapi.json").body()).path("paths");
            paths.propertyStream().forEach(path -> path.getValue().propertyNames().forEach(
                    method -> described.add(method.toUpperCase() + " " + path.getKey())));

            assertThat(described).isEqualTo(server.routes().stream().filter(route -> route.path().startsWith("/api/v1"))
                    .filter(route -> !route.method().name().equals("HEAD"))
                    .map(route -> route.method().name() + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
