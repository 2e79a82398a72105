package dev.coffer.account;

import static dev.coffer.db.schema.Tables.SIGN_IN_THROTTLES;
import static dev.coffer.db.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.Plaintext;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPagesTest {
    private static final String PASSWORD = "canary seven <&> \"ü\"";
    private static TestServer server;
    private static User bob;
    private static Invitations invitations;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        bob = server.cast.bob;
        invitations = new Invitations(server.cast.database, server.cast.audit, InstantSource.system());
        server.cast.project("shop");
    }

    @BeforeEach
    void anew() {
        var hash = new Passwords().hash(Plaintext.ofText(PASSWORD));
        server.cast.database.transact(tx -> {
            tx.deleteFrom(SIGN_IN_THROTTLES).execute();
            return tx.update(USERS).set(USERS.PASSWORD_HASH, hash).where(USERS.ID.eq(bob.id())).execute();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoIsSignedOutGoesToTheSignInAndOnToThePageAskedFor() {
        var asked = server.browser().get("/account/tokens/new?a=b");
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(location(asked)).isEqualTo("/sign-in?next=%2Faccount%2Ftokens%2Fnew%3Fa%3Db");
        assertThat(server.browser().get(location(asked)).body()).contains("value=\"/account/tokens/new?a=b\"")
                .contains("autocomplete=\"username\"", "autocomplete=\"current-password\"");
        assertThat(location(signIn("bob@example.com", PASSWORD, "/account/tokens/new?a=b")))
                .isEqualTo("/account/tokens/new?a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "", "account", "/ü"})
    void nobodyIsLedToAnotherSite(String next) {
        assertThat(location(signIn("bob@example.com", PASSWORD, next))).isEqualTo("/projects");
    }

    @Test
    void unknownAndMistypedGetTheSameAnswerWithThePasswordEmptied() {
        var wrong = signIn("bob@example.com", PASSWORD + "x", "");
        var unknown = signIn("eve@example.com", PASSWORD + "x", "");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("<title>Error: Sign in · Coffer</title>", "Email or password is wrong")
                .doesNotContain("canary");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).isEqualTo(wrong.body().replace("bob@example.com", "eve@example.com"));
        assertThat(unknown.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }

    @Test
    void tooManyTriesSayHowLongToWait() {
        for (int i = 0; i < 5; i++) {
            signIn("bob@example.com", "wrong", "");
        }
        var held = signIn("bob@example.com", PASSWORD, "");
        assertThat(held.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(held.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 30);
        assertThat(held.body())
                .containsPattern("Too many tries\\. Try again in \\d+ seconds?, at \\d\\d:\\d\\d:\\d\\d UTC")
                .doesNotContain("canary");
    }

    @Test
    void aBrowserIsKnownAfterASignInAndPastSigningOut() {
        var cookies = signIn("bob@example.com", PASSWORD, "").headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(2);
        assertThat(cookies.getFirst()).startsWith("sid=");
        assertThat(cookies.getLast())
                .matches("device=[\\w-]{36}\\.[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
        var sid = cookies.getFirst().split(";")[0];
        var device = cookies.getLast().split(";")[0];
        assertThat(server.browser().with("Cookie", sid + "; " + device).form("/sign-out").headers()
                .allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("device"));

        for (int i = 0; i < 10; i++) {
            signIn("bob@example.com", "wrong", "");
        }
        assertThat(signIn("bob@example.com", PASSWORD, "").statusCode()).isEqualTo(429);
        assertThat(server.browser().with("Cookie", device).form("/sign-in", "email", "bob@example.com", "password",
                PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void aCookieFromBeforeTheSignInIsWorthNothingAfterIt() {
        var planted = server.sessionOf(server.cast.mallory);
        var answer = server.browser().with("Cookie", "sid=" + planted).form("/sign-in", "email", "bob@example.com",
                "password", PASSWORD);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain(planted);
        assertThat(server.browser().with("Cookie", "sid=" + planted).get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void signingOutEndsTheSessionAndClearsTheBrowser() {
        var browser = signedIn(bob);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        var out = browser.form("/sign-out");
        assertThat(location(out)).isEqualTo("/sign-in");
        assertThat(out.headers().firstValue("Clear-Site-Data")).contains("\"cache\", \"storage\"");
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("sid=;", "Max-Age=0");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void anotherSiteCanNeitherSignInNorOut() {
        var elsewhere = server.browser().with("Sec-Fetch-Site", "cross-site");
        assertThat(elsewhere.form("/sign-in", "email", "bob@example.com", "password", PASSWORD).statusCode())
                .isEqualTo(403);
        assertThat(signedIn(bob).with("Sec-Fetch-Site", "cross-site").form("/sign-out").statusCode()).isEqualTo(403);
    }

    @Test
    void aNewPasswordEndsTheOtherSessionsAndKeepsThisBrowserSignedIn() {
        var here = signedIn(bob);
        var there = signedIn(bob);
        var wrong = here.form("/account/password", "current", "canary wrong", "password", "canary short");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("The current password is wrong").doesNotContain("canary");

        var done = here.form("/account/password", "current", PASSWORD, "password", "another brown horse");
        assertThat(location(done)).isEqualTo("/account");
        assertThat(here.get("/account").statusCode()).isEqualTo(303);
        assertThat(there.get("/account").statusCode()).isEqualTo(303);
        var renewed = here.with("Cookie", done.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0]);
        assertThat(renewed.get("/account").body()).contains("Your password is changed.")
                .doesNotContain("Your personal tokens still work");
        assertThat(renewed.get("/account").body()).doesNotContain("Your password is changed.");
    }

    @Test
    void afterANewPasswordTheTokensThatStillWorkAreShown() {
        var here = signedIn(bob);
        here.form("/account/tokens/new", "name", "old laptop", "days", "30");
        var done = here.form("/account/password", "current", PASSWORD, "password", "another brown horse");
        var renewed = here.with("Cookie", done.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0]);
        var account = renewed.get("/account").body();
        assertThat(account).contains("Your personal tokens still work: revoke those you no longer trust.",
                "old laptop");
        renewed.form(found(account, "/account/tokens/[\\w-]+/revoke"));
    }

    @Test
    void aNameIsChangedOrSaidWhatIsWrongWithIt() {
        var browser = server.browser(server.cast.carol);
        assertThat(browser.form("/account/name", "name", " ").body()).contains("Your name is required");
        assertThat(location(browser.form("/account/name", "name", "Carola <b>"))).isEqualTo("/account");
        assertThat(browser.get("/account").body()).contains("Carola &lt;b&gt;", "Your name is changed.");
    }

    @Test
    void aTokenIsShownOnceAndRevokedAfterAQuestion() {
        var browser = server.browser(server.cast.dave);
        assertThat(browser.get("/account").body()).contains("No tokens yet");
        assertThat(browser.form("/account/tokens/new", "name", "", "days", "x").body())
                .contains("Token name is required", "Choose an expiry of 1 to 366 days");

        var made = browser.form("/account/tokens/new", "name", "laptop", "days", "30").body();
        var token = found(made, "cof_p\\w{59}");
        assertThat(made).contains("Copy your token now", "It will not be shown again", "data-copy=\"token\"");
        assertThat(server.api().with("Authorization", "Bearer " + token).get("/api/v1/me").statusCode()).isEqualTo(200);

        var account = browser.get("/account").body();
        assertThat(account).contains("laptop").doesNotContain(token);
        var revoke = found(account, "/account/tokens/[\\w-]+/revoke");
        assertThat(browser.get(revoke).body()).contains("<h1>Revoke laptop?</h1>");
        assertThat(browser.htmx().get(revoke).body().strip()).startsWith("<dialog id=\"dialog\" role=\"alertdialog\"");
        assertThat(server.browser(bob).form(revoke).statusCode()).isEqualTo(404);
        assertThat(location(browser.form(revoke))).isEqualTo("/account");
        assertThat(browser.get("/account").body()).contains("Token laptop revoked.");
        assertThat(server.api().with("Authorization", "Bearer " + token).get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionIsEndedFromAnotherBrowserAndEndingThisOneSignsOut() {
        var here = server.browser(server.cast.alice);
        var there = server.browser(server.cast.alice);
        var mine = Pattern.compile("/account/sessions/[\\w-]+/end").matcher(there.get("/account").body()).results()
                .map(match -> match.group()).toList();
        assertThat(mine).hasSizeGreaterThanOrEqualTo(2);
        assertThat(server.browser(bob).form(mine.getFirst()).statusCode()).isEqualTo(404);
        mine.forEach(here::form);
        assertThat(here.get("/account").statusCode()).isEqualTo(303);
        assertThat(server.browser(server.cast.alice).form("/account/sessions/x/end").statusCode()).isEqualTo(404);
    }

    @Test
    void somebodyNewJoinsWithALinkOnce() {
        var link = "/invitations/" + link(Role.DEVELOPER);
        assertThat(server.browser().get(link).body()).contains("Join shop", "Alice invites you as Developer.");
        var wrong = server.browser().form(link, "name", "Nia", "email", "nia@example.com", "password", "canary");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Use at least 12 characters", "value=\"nia@example.com\"")
                .doesNotContain("canary");

        var joined = server.browser().form(link, "name", "Nia", "email", "nia@example.com", "password", PASSWORD);
        assertThat(location(joined)).isEqualTo("/projects/shop");
        assertThat(joined.headers().firstValue("Set-Cookie")).isPresent();
        var used = server.browser().get(link);
        assertThat(used.statusCode()).isEqualTo(410);
        assertThat(used.body()).contains("This invitation can&#39;t be used");
        assertThat(
                server.browser().form(link, "name", "N", "email", "n@example.com", "password", PASSWORD).statusCode())
                .isEqualTo(410);
    }

    @Test
    void whoIsSignedInAcceptsWithOneButton() {
        var link = "/invitations/" + link(Role.VIEWER);
        var browser = server.browser(server.cast.mallory);
        assertThat(browser.get(link).body()).contains("You accept as Mallory.").doesNotContain("type=\"password\"");
        assertThat(location(browser.form(link))).isEqualTo("/projects/shop");
        assertThat(server.cast.access(server.cast.mallory, "shop").role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void aLinkThatNeverWasIsNotThere() {
        assertThat(server.browser().get("/invitations/cof_i" + "0".repeat(59)).statusCode()).isEqualTo(404);
        assertThat(server.browser().form("/invitations/x", "name", "x").statusCode()).isEqualTo(404);
    }

    private static TestClient signedIn(User user) {
        return server.browser(user);
    }

    private static HttpResponse<String> signIn(String email, String password, String next) {
        return server.browser().form("/sign-in", "email", email, "password", password, "next", next);
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String found(String body, String pattern) {
        var match = Pattern.compile(pattern).matcher(body);
        assertThat(match.find()).as("%s in %s", pattern, body).isTrue();
        return match.group();
    }

    private static String link(Role role) {
        var alice = server.cast.access(server.cast.alice, "shop");
        return People.text(People.ok(invitations.create(alice, role)).token());
    }
}
