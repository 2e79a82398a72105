package dev.coffer.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.NewServer;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetupPagesTest {
    private static final String PASSWORD = "canary seven <&> \"ü\"";
    private NewServer server;

    @BeforeEach
    void start() {
        server = NewServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFirstOwnerIsMadeSignedInAndLedToTheProjects() {
        assertThat(server.browser().get("/sign-in").headers().firstValue("Location")).contains("/setup");
        var form = server.browser().get("/setup?code=" + server.setupCode());
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("<title>Create the first owner · Coffer</title>",
                "value=\"" + server.setupCode() + "\"");

        var done = create(server.setupCode(), PASSWORD);
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/projects");
        var cookie = done.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("sid=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(server.browser().with("Cookie", cookie.split(";")[0]).get("/account").body())
                .contains("Ana", "ana@example.com", "Acme", "This one");
    }

    @Test
    void onceDoneItLeadsToTheSignInAndRefuses() {
        var code = server.setupCode();
        create(code, PASSWORD);
        var again = server.browser().get("/setup?code=" + code);
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.headers().firstValue("Location")).contains("/sign-in");
        assertThat(create(code, PASSWORD).statusCode()).isEqualTo(409);
        assertThat(server.api().json("POST", "/api/v1/setup", json(code)).statusCode()).isEqualTo(409);
    }

    @Test
    void mistakesComeBackWithWhatWasTypedAndNeverAPassword() {
        var wrong = create("AAAAA-AAAAA-AAAAA-AAAAA", PASSWORD);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("<title>Error: Create the first owner", "This is not the set-up code",
                "value=\"Acme\"", "value=\"Ana@example.com\"", "aria-describedby=\"code-hint code-error\"")
                .doesNotContain("canary");
        assertThat(create(server.setupCode(), "short").body()).contains("Use at least 12 characters");
    }

    @Test
    void aProgramSetsItUpOverTheApi() {
        var done = server.api().json("POST", "/api/v1/setup", json(server.setupCode()));
        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(done.body()).matches("\\{\"token\":\"cof_p\\w{59}\",\"expires_at\":\"[^\"]+Z\"}");
        var token = done.body().substring(10, 74);
        assertThat(server.api().with("Authorization", "Bearer " + token).get("/api/v1/me").body())
                .contains("\"organization_role\":\"owner\"", "\"name\":\"ana\"", "\"name\":\"bootstrap\"");
    }

    @Test
    void theApiSaysByFieldWhatIsMissing() {
        var refused = server.api().json("POST", "/api/v1/setup", "{}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"code\":\"Set-up code is required\"", "\"email\":\"Email is required\"",
                "\"password\":\"Password is required\"");
    }

    @Test
    void overHttpsTheCookieIsSecureAndBoundToTheHost() {
        try (var https = NewServer.start(URI.create("https://coffer.example.com"))) {
            var done = https.browser().form("/setup", "code", https.setupCode(), "organization", "Acme", "name", "Ana",
                    "email", "ana@example.com", "password", PASSWORD);
            assertThat(done.headers().firstValue("Set-Cookie").orElseThrow())
                    .matches("__Host-sid=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");
        }
    }

    private HttpResponse<String> create(String code, String password) {
        return server.browser().form("/setup", "code", code, "organization", "Acme", "name", "Ana", "email",
                "Ana@example.com", "password", password);
    }

    private static String json(String code) {
        return "{\"code\":\"%s\",\"organization\":\"Acme\",\"email\":\"ana@example.com\",\"password\":\"seven brown horses\"}"
                .formatted(code);
    }
}
