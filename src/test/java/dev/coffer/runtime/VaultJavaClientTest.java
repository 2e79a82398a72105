package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client of the KV v2 shape from Maven Central, as it is, reads Coffer. */
@Tag("R29")
class VaultJavaClientTest {
    private static final String ENTRY = "secret/shop/production";
    private static VaultStage stage;
    private static Vault vault;

    @BeforeAll
    static void start() throws VaultException {
        stage = new VaultStage();
        vault = client(stage.token);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void it_reads_an_entry() throws VaultException {
        var read = vault.logical().read(ENTRY);

        assertThat(read.getData()).containsOnly(Map.entry("DATABASE_URL", "postgres://u:kanarie@db/shop"),
                Map.entry("ODD", VaultStage.ODD));
        assertThat(read.getDataMetadata().getMetadataMap()).containsEntry("version", "1");
        assertThat(vault.logical().read(ENTRY + "/api").getData()).isEqualTo(read.getData());
        assertThat(vault.logical().read(ENTRY, true, 1).getData()).isEqualTo(read.getData());
        assertThat(status(vault.logical().read(ENTRY, true, 2))).isEqualTo(404);
    }

    @Test
    void it_finds_out_by_itself_which_version_the_mount_has() throws VaultException {
        var finding = Vault.create(new VaultConfig().address(stage.server.url()).token(stage.token).build(), true, 1);

        assertThat(finding.getSecretEngineVersions()).containsEntry("secret/", "2");
    }

    @Test
    void it_lists_what_is_below() throws VaultException {
        assertThat(vault.logical().list("secret").getListData()).containsExactly("shop/");
        assertThat(vault.logical().list("secret/shop").getListData()).containsExactly("production/");
        assertThat(vault.logical().list(ENTRY).getListData()).containsExactly("api");
    }

    @Test
    void it_logs_in_by_app_role_renews_and_ends_its_token() throws VaultException {
        var login = client("").auth().loginByAppRole(stage.role().toString(), stage.token);
        assertThat(login.getAuthLeaseDuration()).isCloseTo(3_600, within(60L));
        assertThat(login.isAuthRenewable()).isTrue();
        var child = client(login.getAuthClientToken());

        assertThat(child.logical().read(ENTRY).getData()).containsEntry("ODD", VaultStage.ODD);
        var self = child.auth().lookupSelf();
        assertThat(self.getDisplayName()).isEqualTo("api@production");
        assertThat(self.getPath()).isEqualTo("auth/approle/login");
        assertThat(self.getTTL()).isCloseTo(3_600, within(60L));
        assertThat(self.isRenewable()).isTrue();
        assertThat(child.auth().renewSelf(7_200).getAuthLeaseDuration()).isCloseTo(3_600, within(60L));
        child.auth().revokeSelf();
        refused(403, child.auth()::lookupSelf);
        assertThat(vault.auth().lookupSelf().isRenewable()).isFalse();
    }

    @Test
    void it_asks_how_the_server_is() throws VaultException {
        var health = vault.debug().health();

        assertThat(health.getInitialized()).isTrue();
        assertThat(health.getSealed()).isFalse();
        assertThat(health.getStandby()).isFalse();
        assertThat(vault.sys().seal().sealStatus().getSealed()).isFalse();
        assertThat(vault.sys().mounts().list().getMounts()).containsOnlyKeys("secret/");
    }

    @Test
    void what_it_may_not_is_refused_as_it_expects() throws VaultException {
        assertThat(status(vault.logical().write(ENTRY, Map.of("A", "b")))).isEqualTo(405);
        assertThat(status(vault.logical().read("secret/other/production"))).isEqualTo(403);
        assertThat(status(client("hvs.CAESIJ").logical().read(ENTRY))).isEqualTo(403);
        assertThat(status(client("").logical().read(ENTRY))).isEqualTo(400);
        refused(405, () -> vault.logical().delete(ENTRY));
        refused(405, () -> vault.logical().destroy(ENTRY, new int[]{1}));
        refused(403, () -> client("hvs.CAESIJ").auth().lookupSelf());
        refused(400, () -> client("").auth().loginByAppRole(stage.role().toString(), "hvs.CAESIJ"));
    }

    /** The client leaves it to its user to look at it. */
    private static int status(LogicalResponse answer) {
        return answer.getRestResponse().getStatus();
    }

    private static void refused(int status, Call call) {
        assertThatExceptionOfType(VaultException.class).isThrownBy(call::call)
                .satisfies(refusal -> assertThat(refusal.getHttpStatusCode()).isEqualTo(status));
    }

    @FunctionalInterface
    private interface Call {
        void call() throws VaultException;
    }

    private static Vault client(String token) throws VaultException {
        return Vault.create(new VaultConfig().address(stage.server.url()).token(token).engineVersion(2).build());
    }
}
