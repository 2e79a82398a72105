package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.access.User.Standing;
import dev.coffer.web.Audience;
import dev.coffer.web.Audience.Door;
import dev.coffer.web.Route;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Every address by every method for everybody, held against what the route table declares. The table itself is held
 * against a reviewed list: {@code -Dcoffer.routes=write} writes it anew, and the difference is for the reviewer.
 */
@Tag("R20")
@Tag("R34")
class RoutesTest {
    private static final Path REVIEWED = Path.of("src/test/resources/dev/coffer/routes.txt");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "LIST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "LIST");

    private static final String PIPELINE = "pipeline";
    private static final String DEPLOYMENT = "deployment";
    private static final String NOBODY = "nobody";
    private static final Set<Permission> NO_PIPELINE_S = Set.of(Permission.MEMBER_MANAGE, Permission.TOKEN_MANAGE,
            Permission.WEBHOOK_MANAGE, Permission.PROJECT_MANAGE);

    private static TestServer server;
    private static List<Route> routes;
    private static Fixture shop;
    private static int projects;

    /** Somebody with a way of proving it; {@code role} is theirs in the projects that the tests make. */
    private record Asker(String name, Optional<User> user, Optional<Role> role,
            BiFunction<Boolean, Fixture, TestClient> client) {
        static Asker known(String name, User user, Role role) {
            return new Asker(name, Optional.of(user), Optional.ofNullable(role),
                    (api, _) -> api ? server.api(user) : server.browser(user));
        }

        /** The project's own token, which opens no page. */
        static Asker pipeline(String name, User maker, Role role) {
            return new Asker(name, Optional.of(maker), Optional.of(role), (api, fixture) -> api
                    ? server.pipeline(maker, fixture.project(), role)
                    : server.browser().with("Authorization",
                            "Bearer " + server.cast.pipelineTokenOf(maker, fixture.project(), role)));
        }

        /** A running app, which opens what is for it and nothing else. */
        static Asker deployment(User maker) {
            var place = new Cast.Place("api", "preview");
            return new Asker(DEPLOYMENT, Optional.of(maker), Optional.empty(), (api, fixture) -> api
                    ? server.deployment(maker, fixture.project(), place)
                    : server.browser().with("Authorization",
                            "Bearer " + server.cast.deploymentTokenOf(maker, fixture.project(), place)));
        }

        static Asker unknown(String name, Function<Boolean, TestClient> client) {
            return new Asker(name, Optional.empty(), Optional.empty(), (api, _) -> client.apply(api));
        }

        boolean isPipeline() {
            return name.startsWith(PIPELINE);
        }

        boolean isDeployment() {
            return name.equals(DEPLOYMENT);
        }

        boolean isKnownTo(Door door) {
            return user.isPresent() && !((isPipeline() || isDeployment()) && door == Door.PAGE);
        }
    }

    @BeforeAll
    static void start() {
        ((Logger) LoggerFactory.getLogger("dev.coffer.web.requests")).setLevel(Level.WARN);
        server = TestServer.start();
        routes = server.routes();
        shop = Fixture.in(server, "shop");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_router_holds_the_table_and_nothing_else() {
        assertThat(server.registered()).extracting(RoutesTest::line)
                .containsExactlyInAnyOrderElementsOf(routes.stream().map(RoutesTest::line).toList());
    }

    @Test
    void the_table_is_the_one_that_was_reviewed() throws IOException {
        var lines =
                routes.stream().sorted(Comparator.comparing(Route::path).thenComparing(route -> route.method().name()))
                        .map(RoutesTest::line).toList();
        if ("write".equals(System.getProperty("coffer.routes"))) {
            Files.write(REVIEWED, lines);
        }

        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(REVIEWED));
    }

    @Test
    void there_is_no_route_without_an_audience() {
        assertThatNullPointerException().isThrownBy(() -> new Route(HandlerType.GET, "/free", null, _ -> {}))
                .withMessage("audience");
    }

    @Test
    void what_is_read_can_be_asked_for_with_head() {
        assertThat(of("HEAD")).containsExactlyInAnyOrderElementsOf(of("GET"));
    }

    @Test
    void only_what_comes_before_signing_in_serves_everybody() {
        assertThat(routes)
                .filteredOn(route -> route.audience().door() == Door.OPEN && !SAFE.contains(route.method().name()))
                .allMatch(route -> route.path()
                        .matches(
                                "/(setup|sign-in|sign-out|invitations/\\{token}.*|api/v1/setup|v1/auth/approle/login)"));
    }

    @Test
    void the_door_is_the_address_s() {
        assertThat(routes).filteredOn(route -> route.audience().door() == Door.API)
                .allMatch(route -> route.path().startsWith("/api/"));
        assertThat(routes).filteredOn(route -> route.audience().door() == Door.VAULT)
                .allMatch(route -> route.path().startsWith("/v1/"));
        assertThat(routes).filteredOn(route -> route.audience().door() == Door.PAGE).allMatch(Fixture::isPage);
        assertThat(routes).filteredOn(route -> route.path().contains("{project}")).allMatch(
                route -> Fixture.needsProject(route.audience()));
    }

    @Test
    @DisplayName("every route by every method turns away whom it doesn't serve, as declared")
    void every_cell_that_is_closed_answers_as_declared() {
        var wrong = new ArrayList<String>();
        for (var asker : askers()) {
            var browser = asker.client.apply(false, shop);
            var api = asker.client.apply(true, shop);
            for (var path : Fixture.paths(routes)) {
                var client = Fixture.isApi(path) ? api : browser;
                for (var method : METHODS) {
                    var route = route(method, path);
                    if (route.isPresent() && isServed(asker, route.get().audience())) {
                        continue;
                    }
                    var address =
                            shop.address(routes.stream().filter(one -> one.path().equals(path)).findFirst().get());
                    var answer = Fixture.ask(client, method, address);
                    var expected = route.map(one -> refusal(asker, method, one)).orElse(405);
                    if (answer.statusCode() != expected || !isWellSaid(answer, method, path)) {
                        wrong.add("%s %s as %s: %d, not %d".formatted(method, address, asker.name, answer.statusCode(),
                                expected));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("every route serves everybody that it is declared for")
    void every_cell_that_is_open_lets_through() {
        var wrong = new ArrayList<String>();
        for (var asker : askers()) {
            for (var route : routes) {
                if (!isServed(asker, route.audience())) {
                    continue;
                }
                var method = route.method().name();
                // A change has a project and a credential of its own, which it may end.
                var fixture = SAFE.contains(method) ? shop : Fixture.in(server, "open-" + ++projects);
                var client = asker.client.apply(!Fixture.isPage(route), fixture);
                var answer = Fixture.ask(client, method, fixture.address(route));
                boolean toSignIn = location(answer).startsWith("/sign-in") && route.audience().door() != Door.OPEN
                        && !route.path().equals("/sign-out");
                if (isTurnedAway(answer.statusCode(), route.audience()) || answer.statusCode() >= 500 || toSignIn) {
                    wrong.add("%s %s as %s: %d %s".formatted(method, route.path(), asker.name, answer.statusCode(),
                            location(answer)));
                }
                if (method.equals("GET")) {
                    var head = client.head(fixture.address(route));
                    if (head.statusCode() != answer.statusCode() || !head.body().isEmpty()
                            || !head.headers().firstValue("Content-Type")
                                    .equals(answer.headers().firstValue("Content-Type"))) {
                        wrong.add("HEAD %s is not as GET: %d, not %d".formatted(route.path(), head.statusCode(),
                                answer.statusCode()));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void somebody_else_s_project_is_answered_like_one_that_isn_t_there() {
        var nowhere = new Fixture(server, "nowhere");
        var browser = server.browser(server.cast.mallory);
        var api = server.api(server.cast.mallory);
        for (var route : routes) {
            if (Fixture.needsProject(route.audience())) {
                var client = Fixture.isPage(route) ? browser : api;
                var hidden = Fixture.ask(client, route.method().name(), shop.address(route));
                var absent = Fixture.ask(client, route.method().name(), nowhere.address(route));

                assertThat(hidden.statusCode()).as(line(route)).isEqualTo(404).isEqualTo(absent.statusCode());
                assertThat(anonymous(hidden, "shop")).as(line(route)).isEqualTo(anonymous(absent, "nowhere"));
            }
        }
    }

    @Test
    void a_cookie_opens_no_api_and_a_token_no_page() {
        var cookie = server.api().with("Cookie", "sid=" + server.sessionOf(server.cast.alice));
        var bearer = server.browser().with("Authorization", "Bearer " + server.tokenOf(server.cast.alice));
        for (var route : routes) {
            var method = route.method().name();
            switch (route.audience().door()) {
                case OPEN -> {
                }
                case API -> assertThat(Fixture.ask(cookie, method, shop.address(route)).statusCode()).as(line(route))
                        .isEqualTo(401);
                case VAULT -> assertThat(Fixture.ask(cookie, method, shop.address(route)).statusCode()).as(line(route))
                        .isEqualTo(400);
                case PAGE -> {
                    var answer = Fixture.ask(bearer, method, shop.address(route));
                    assertThat(answer.statusCode()).as(line(route)).isEqualTo(303);
                    assertThat(location(answer)).as(line(route)).startsWith("/sign-in");
                }
            }
        }
    }

    private static List<Asker> askers() {
        var cast = server.cast;
        var strangeToken = "cof_p" + "A".repeat(59);
        return List.of(Asker.known("owner", cast.alice, Role.OWNER), Asker.known("admin", cast.dave, Role.ADMIN),
                Asker.known("developer", cast.bob, Role.DEVELOPER), Asker.known("viewer", cast.carol, Role.VIEWER),
                Asker.known("outsider", cast.mallory, null),
                Asker.pipeline(PIPELINE, cast.alice, Role.ADMIN),
                Asker.pipeline(PIPELINE + " that may only look", cast.dave, Role.VIEWER),
                Asker.deployment(cast.alice),
                Asker.unknown(NOBODY, api -> api ? server.api() : server.browser()),
                Asker.unknown("somebody with a wrong credential", api -> api
                        ? server.api().with("Authorization", "Bearer " + strangeToken)
                        : server.browser().with("Cookie", "sid=" + "A".repeat(43))));
    }

    private static boolean isServed(Asker asker, Audience audience) {
        return audience.door() == Door.OPEN || asker.isKnownTo(audience.door()) && switch (audience.scope()) {
            case NONE, WHOEVER -> true;
            case ITSELF -> !asker.isDeployment();
            case DEPLOYMENT -> asker.isDeployment();
            case ORGANIZATION -> !asker.isPipeline() && !asker.isDeployment();
            case OWNERS ->
                !asker.isPipeline() && !asker.isDeployment() && asker.user.get().standing() == Standing.OWNER;
            case PROJECT -> asker.role.isPresent() && asker.role.get().grants(audience.permission())
                    && !(asker.isPipeline() && NO_PIPELINE_S.contains(audience.permission()));
        };
    }

    /** Behind an open door a wrong code or password may still be refused. */
    private static boolean isTurnedAway(int status, Audience audience) {
        return status == 405 || (status == 401 || status == 403) && audience.door() != Door.OPEN;
    }

    private static int refusal(Asker asker, String method, Route route) {
        if (!asker.isKnownTo(route.audience().door())) {
            return switch (route.audience().door()) {
                case API -> 401;
                case VAULT -> asker.name.equals(NOBODY) ? 400 : 403;
                case PAGE, OPEN -> 303;
            };
        }
        return Fixture.needsProject(route.audience()) && asker.role.isEmpty() && !asker.isDeployment() ? 404 : 403;
    }

    private static boolean isWellSaid(HttpResponse<String> answer, String method, String path) {
        return switch (answer.statusCode()) {
            case 303 -> location(answer).startsWith("/sign-in");
            case 401 -> answer.headers().firstValue("WWW-Authenticate").isPresent();
            case 405 -> allowed(answer).equals(of(path, METHODS)) || method.equals("LIST") && !path.startsWith("/v1/");
            default -> true;
        };
    }

    private static Set<String> allowed(HttpResponse<String> answer) {
        return Set.of(answer.headers().firstValue("Allow").orElse("none").split(", *"));
    }

    private static Set<String> of(String path, List<String> methods) {
        return methods.stream().filter(method -> route(method, path).isPresent()).collect(Collectors.toSet());
    }

    private static Set<String> of(String method) {
        return routes.stream().filter(route -> route.method().name().equals(method)).map(Route::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Route> route(String method, String path) {
        return routes.stream().filter(route -> route.method().name().equals(method) && route.path().equals(path))
                .findFirst();
    }

    private static String line(Route route) {
        var audience = route.audience();
        return "%-6s %s  %s".formatted(route.method().name(), route.path(), switch (audience.door()) {
            case OPEN -> "everybody";
            case PAGE -> "person";
            case API -> "token";
            case VAULT -> "vault";
        } + switch (audience.scope()) {
            case NONE, ORGANIZATION -> "";
            case ITSELF -> " ITSELF";
            case WHOEVER -> " WHOEVER";
            case DEPLOYMENT -> " DEPLOYMENT";
            case OWNERS -> " OWNERS";
            case PROJECT -> " " + audience.permission();
        });
    }

    private static String anonymous(HttpResponse<String> answer, String project) {
        return answer.body().replaceAll("\"request_id\":\"\\w+\"", "").replace(project, "…");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
