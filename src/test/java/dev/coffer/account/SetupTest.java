package dev.coffer.account;

import static dev.coffer.account.People.mistakes;
import static dev.coffer.account.People.ok;
import static dev.coffer.account.People.secret;
import static dev.coffer.account.People.text;
import static dev.coffer.account.People.visitor;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.SETUP_CODES;
import static dev.coffer.db.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.User;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.InstanceKeys;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.TestKeys;
import dev.coffer.db.Database;
import dev.coffer.form.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    @TempDir
    private Path folder;
    private Database database;
    private Keyring keyring;
    private Setup setup;
    private Sessions sessions;
    private PersonalTokens tokens;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        keyring = ((InstanceKeys.Open) database.transact(tx -> InstanceKeys.initialise(tx, TestKeys.rootKey())))
                .keyring();
        var audit = new AuditLog(database, keyring);
        var clock = InstantSource.system();
        sessions = new Sessions(database, audit, clock);
        tokens = new PersonalTokens(database, audit, clock);
        var guard = new SignIn.Guard(new Throttles(database, keyring, clock), new Passwords());
        setup = new Setup(new Users(database, audit), codes(), guard, new Setup.Doors(sessions, tokens));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theCodeMakesTheFirstOwnerAndSignsThemIn() {
        var code = text(codes().prepare().orElseThrow());
        var started = ok(setup.inBrowser(draft(code), visitor()));
        var owner = sessions.find(text(started.cookie())).orElseThrow().person().user();
        assertThat(owner).extracting(User::name, User::email, User::standing)
                .containsExactly("Ana", "ana@example.com", User.Standing.OWNER);
        assertThat(setup.isOpen()).isFalse();
    }

    @Test
    void aProgramGetsATokenOfTheOwners() {
        var code = text(codes().prepare().orElseThrow());
        var created = ok(setup.forProgram(draft(code), Cast.origin()));
        assertThat(tokens.find(text(created.token())).orElseThrow().user().ownsOrganization()).isTrue();
    }

    @Test
    void theCodeLiesInAFileOfTheServersAloneAndIsTheSameAfterARestart() throws IOException {
        var code = text(codes().prepare().orElseThrow());
        var file = folder.resolve("setup-code");
        assertThat(file).hasContent(code);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(codes().prepare().map(People::text)).contains(code);

        Files.writeString(file, "AAAAA-AAAAA-AAAAA-AAAAA");
        var other = text(codes().prepare().orElseThrow());
        assertThat(other).isNotEqualTo("AAAAA-AAAAA-AAAAA-AAAAA").isNotEqualTo(code);
        assertThat(file).hasContent(other);
    }

    @Test
    void whereNoFileCanBeWrittenTheNewestTwentyCodesWork() throws IOException {
        var unwritable = Files.createFile(folder.resolve("file"));
        var printed = IntStream.range(0, 22).mapToObj(_ -> new SetupCodes(database, keyring, unwritable).prepare()
                .orElseThrow()).toList();
        assertThat(printed.subList(0, 2)).noneMatch(codes()::isRight);
        assertThat(printed.subList(2, 22)).allMatch(codes()::isRight);
    }

    @Test
    void usedUpItIsGoneFromFileAndDatabaseAndWorksNoMore() {
        var code = text(codes().prepare().orElseThrow());
        ok(setup.inBrowser(draft(code), visitor()));
        assertThat(folder.resolve("setup-code")).doesNotExist();
        assertThat(database.<Integer>read(sql -> sql.fetchCount(SETUP_CODES))).isZero();
        assertThat(codes().prepare()).isEmpty();
        assertThat(setup.inBrowser(draft(code), visitor())).isInstanceOf(Result.Conflict.class);
    }

    @Test
    void theNextStartRemovesACodeThatAnotherReplicaUsed() throws IOException {
        ok(setup.inBrowser(draft(text(codes().prepare().orElseThrow())), visitor()));
        Files.writeString(folder.resolve("setup-code"), "AAAAA-AAAAA-AAAAA-AAAAA");
        assertThat(codes().prepare()).isEmpty();
        assertThat(folder.resolve("setup-code")).doesNotExist();
    }

    @Test
    void aWrongCodeIsAMistakeAtItsFieldAndGuessingIsSlowedDown() {
        codes().prepare();
        for (int i = 0; i < 5; i++) {
            assertThat(mistakes(setup.inBrowser(draft("AAAAA-AAAAA-AAAAA-AAAAA"), visitor())).get("code"))
                    .startsWith("This is not the set-up code");
        }
        var right = draft(text(codes().prepare().orElseThrow()));
        assertThatExceptionOfType(TooManyTries.class).isThrownBy(() -> setup.inBrowser(right, visitor()))
                .satisfies(held -> assertThat(held.pause().sentence()).startsWith("Too many tries. Try again in "));
        assertThat(database.<Integer>read(sql -> sql.fetchCount(USERS))).isZero();
    }

    @Test
    void everyFieldIsChecked() {
        var draft = new SetupDraft(secret(""), " ", new PersonDraft("", "ana", secret("password1234")));
        assertThat(mistakes(setup.inBrowser(draft, visitor()))).containsExactlyInAnyOrderEntriesOf(java.util.Map.of(
                "code", "Set-up code is required", "organization", "Organization name is required",
                "name", "Your name is required", "email", "Enter an email address such as ana@example.com",
                "password", "This password is easy to guess. Use several unrelated words or a password manager"));
    }

    @Test
    void ofManyAtOnceOneWins() throws Exception {
        var code = text(codes().prepare().orElseThrow());
        List<Callable<Result<Sessions.Started>>> tries =
                IntStream.range(0, 2).<Callable<Result<Sessions.Started>>>mapToObj(
                        _ -> () -> setup.inBrowser(draft(code), visitor())).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(tries).stream().map(java.util.concurrent.Future::resultNow).toList();
            assertThat(results).filteredOn(Result.Ok.class::isInstance).hasSize(1);
        }
        assertThat(database.<Integer>read(sql -> sql.fetchCount(ORGANIZATIONS))).isOne();
        assertThat(database.<Integer>read(sql -> sql.fetchCount(USERS))).isOne();
    }

    private SetupCodes codes() {
        return new SetupCodes(database, keyring, folder);
    }

    private static SetupDraft draft(String code) {
        return new SetupDraft(secret(code), "Acme", new PersonDraft("Ana", "Ana@example.com", secret(People.PASSWORD)));
    }
}
