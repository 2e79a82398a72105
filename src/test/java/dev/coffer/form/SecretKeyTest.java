package dev.coffer.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R10")
class SecretKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {
            "A", "_", "_A", "a1", "STRIPE_SECRET_KEY", "stripeApiKey", "PATHS", "ld_preload", "DATABASE_PATH"
    })
    void takesEveryPortableName(String key) {
        assertThat(SecretKey.fault(key, 256)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "A-B", "A B", "A.B", "Ä", "A=B", "A\n", "A\u0000", "KEY\u00a0", "１"})
    void refusesEveryOtherName(String key) {
        assertThat(SecretKey.fault(key, 256))
                .contains("Use letters, digits and underscores, not starting with a digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void asksForAKey(String key) {
        assertThat(SecretKey.fault(key, 256)).contains("Secret key is required");
    }

    @Test
    void saysLengthAndLimit() {
        assertThat(SecretKey.fault("A".repeat(256), 256)).isEmpty();
        assertThat(SecretKey.fault("A".repeat(257), 256))
                .contains("Secret key has 257 characters, the limit is 256");
        assertThat(SecretKey.fault("ABC", 2)).contains("Secret key has 3 characters, the limit is 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "GCONV_PATH", "GLIBC_TUNABLES", "MALLOC_CHECK_",
            "PATH", "IFS", "ENV", "BASH_ENV", "BASH_FUNC_x", "SHELLOPTS", "PS4", "PROMPT_COMMAND",
            "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "NODE_OPTIONS", "NODE_PATH",
            "ELECTRON_RUN_AS_NODE", "PYTHONSTARTUP", "PYTHONPATH", "PYTHONHOME", "PERL5OPT", "PERL5LIB", "RUBYOPT",
            "RUBYLIB", "PHPRC", "PHP_INI_SCAN_DIR", "DOTNET_STARTUP_HOOKS", "CORECLR_PROFILER", "COR_PROFILER",
            "HOSTALIASES", "RES_OPTIONS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_CONFIG_GLOBAL", "GIT_EXTERNAL_DIFF",
            "EDITOR", "VISUAL", "PAGER", "COFFER_TOKEN", "COFFER_"
    })
    @DisplayName("R10 names that change how programs load code are refused, with why")
    void refusesNamesThatRunCode(String key) {
        assertThat(SecretKey.fault(key, 256)).hasValueSatisfying(
                why -> assertThat(why).contains(key).containsAnyOf("Set it where the program starts", "Choose"));
    }

    @Test
    void saysWhyPlainly() {
        assertThat(SecretKey.fault("LD_PRELOAD", 256)).contains("LD_PRELOAD changes how programs load code, "
                + "so Coffer does not store it. Set it where the program starts");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "HTTP_PROXY", "https_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "HOME",
            "TMPDIR", "SHELL"
    })
    void warnsOfNamesThatRedirect(String key) {
        assertThat(SecretKey.fault(key, 256)).isEmpty();
        assertThat(SecretKey.warning(key)).hasValueSatisfying(text -> assertThat(text).startsWith(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRIPE_KEY", "PROXY_URL", "HOMEPAGE", "home"})
    void warnsOfNothingElse(String key) {
        assertThat(SecretKey.warning(key)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "stripeApiKey, STRIPE_API_KEY", "my-key, MY_KEY", "stripe api key, STRIPE_API_KEY", "api.key, API_KEY",
            "HTTPServerUrl, HTTP_SERVER_URL", "oauth2Token, OAUTH2_TOKEN", "S3-BUCKET, S3_BUCKET",
            "Stripe_Key, STRIPE_KEY",
            "database_url, DATABASE_URL", "_private, _PRIVATE", "a--b, A_B", "key-, KEY", "-key, KEY", "apiV2, API_V2",
            "A__b, A__B", "x, X"
    })
    void suggestsCapitals(String typed, String better) {
        assertThat(SecretKey.suggestion(typed)).contains(better);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "STRIPE_API_KEY", "_FOO", "FOO_", "A__B", "", "-", "2fa", "nodeOptions", "path", "Schlüssel", "coffer_token"
    })
    void suggestsNothingWhereNothingIsBetter(String typed) {
        assertThat(SecretKey.suggestion(typed)).isEmpty();
    }

    @Test
    void dropsBlanksAtTheEndsOfAForm() {
        assertThat(SecretKey.fromForm("  STRIPE KEY\t\n")).isEqualTo("STRIPE KEY");
        assertThat(SecretKey.fromForm(null)).isEmpty();
    }
}
