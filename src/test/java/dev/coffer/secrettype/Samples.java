package dev.coffer.secrettype;

import static dev.coffer.secrettype.Sample.BASE64;
import static dev.coffer.secrettype.Sample.CAPITALS;
import static dev.coffer.secrettype.Sample.DIGITS;
import static dev.coffer.secrettype.Sample.HEX;
import static dev.coffer.secrettype.Sample.LETTERS;
import static dev.coffer.secrettype.Sample.object;
import static dev.coffer.secrettype.Sample.pem;
import static dev.coffer.secrettype.Sample.some;
import static dev.coffer.secrettype.Sample.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sample of each ready-made type, as issuers make them today and made them before. */
final class Samples {
    private static final String URLSAFE = LETTERS + "_-";

    private Samples() {}

    static List<Sample> all() {
        return List.of(stripeSecret(), stripeRestricted(), stripePublishable(), openAi(), anthropic(), aws(), github(),
                slackBot(), slackUser(), slackApp(), slackWebhook(), sendGrid(), twilio(), postgresUrl(), mysql(),
                mongo(), redis(), amqp(), postgres(), database(), ssh(), pemKey(), certificate(), tls(), google(),
                usernamePassword(), whsec(), webhook(), apiKey());
    }

    private static Sample stripeSecret() {
        var body = some(24, LETTERS);
        return text("stripe-secret-key", "sk_live_51" + some(97, LETTERS), "sk_test_" + body, "rk_live_" + body,
                "sk_org_live_" + body).oneLine().with("cut short", "sk_live_" + some(12, LETTERS))
                .with("the publishable one", "pk_live_51" + some(97, LETTERS))
                .with("a webhook's", "whsec_" + some(32, LETTERS))
                .with("without prefix", some(99, LETTERS));
    }

    private static Sample stripeRestricted() {
        return text("stripe-restricted-key", "rk_live_51" + some(97, LETTERS), "rk_test_" + some(24, LETTERS)).oneLine()
                .with("cut short", "rk_live_" + some(10, LETTERS))
                .with("the secret one", "sk_live_" + some(24, LETTERS));
    }

    private static Sample stripePublishable() {
        return text("stripe-publishable-key", "pk_live_51" + some(97, LETTERS), "pk_test_" + some(24, LETTERS))
                .oneLine()
                .with("cut short", "pk_live_" + some(10, LETTERS))
                .with("the secret one", "sk_live_51" + some(97, LETTERS));
    }

    private static Sample openAi() {
        var mark = "T3Blbk" + "FJ";
        return text("openai-api-key", "sk-proj-" + some(74, URLSAFE) + mark + some(74, URLSAFE),
                "sk-" + some(20, LETTERS) + mark + some(20, LETTERS),
                "sk-svcacct-" + some(58, URLSAFE) + mark + some(58, URLSAFE),
                "sk-admin-" + some(58, URLSAFE) + mark + some(58, URLSAFE),
                "sk-proj-" + some(20, LETTERS) + mark + some(20, LETTERS)).oneLine()
                .with("cut short", "sk-proj-" + some(20, LETTERS))
                .with("Anthropic's", "sk-ant-api03-" + some(93, URLSAFE) + "AA")
                .with("Stripe's", "sk_live_" + some(97, LETTERS))
                .with("an organization's ID", "org-" + some(24, LETTERS));
    }

    private static Sample anthropic() {
        return text("anthropic-api-key", "sk-ant-api03-" + some(93, URLSAFE) + "AA",
                "sk-ant-admin01-" + some(93, URLSAFE) + "AA").oneLine()
                .with("cut short", "sk-ant-api03-" + some(40, URLSAFE))
                .with("OpenAI's", "sk-proj-" + some(130, URLSAFE))
                .with("of a subscription", "sk-ant-oat01-" + some(93, URLSAFE) + "AA");
    }

    private static Sample aws() {
        var id = some(16, CAPITALS);
        var secret = some(40, BASE64);
        return object("aws-access-key", Map.of("access_key_id", "ASIA" + id, "secret_access_key", secret,
                "session_token", some(400, BASE64) + "==", "region", "eu-central-1"))
                .or(Map.of("access_key_id", "AKIA" + id, "secret_access_key", secret, "region", "us-gov-west-1"))
                .field("access_key_id", "cut short", "AKIA" + some(9, CAPITALS))
                .field("access_key_id", "the secret one", some(40, BASE64))
                .field("access_key_id", "a user's ID", "AIDA" + id)
                .field("secret_access_key", "cut short", some(20, BASE64))
                .field("secret_access_key", "pasted with quotes", "'" + secret + "'")
                .field("secret_access_key", "pasted with its key", "AWS_SECRET_ACCESS_KEY=" + secret)
                .field("region", "as the console says it", "Europe (Frankfurt)").lacks("secret_access_key");
    }

    private static Sample github() {
        var jwt = "%s.%s.%s".formatted("eyJ" + some(40, URLSAFE), "eyJ" + some(300, URLSAFE), some(86, URLSAFE));
        return text("github-token", "github_pat_" + some(22, LETTERS) + "_" + some(59, LETTERS),
                "ghp_" + some(36, LETTERS), "gho_" + some(36, LETTERS), "ghs_" + some(36, LETTERS),
                "ghs_1234567_" + jwt, "ghr_" + some(76, LETTERS), some(40, HEX)).oneLine()
                .with("cut short", "github_pat_" + some(30, LETTERS)).with("cut short", "ghp_" + some(20, LETTERS))
                .with("GitLab's", "glpat-" + some(20, LETTERS))
                .with("with its scheme", "Bearer ghp_" + some(36, LETTERS));
    }

    private static Sample slackBot() {
        var body = "%s-%s-%s".formatted(some(12, DIGITS), some(13, DIGITS), some(24, LETTERS));
        return text("slack-bot-token", "xoxb-" + body, "xoxb-" + some(12, DIGITS) + "-" + some(24, LETTERS),
                "xoxe.xoxb-1-" + some(166, LETTERS)).oneLine()
                .with("cut short", "xoxb-" + some(12, DIGITS)).with("a person's", "xoxp-" + body)
                .with("a webhook", slackAddress());
    }

    private static Sample slackUser() {
        var body = "%s-%s-%s-%s".formatted(some(12, DIGITS), some(12, DIGITS), some(13, DIGITS), some(32, HEX));
        return text("slack-user-token", "xoxp-" + body, "xoxe.xoxp-1-" + some(166, LETTERS)).oneLine()
                .with("cut short", "xoxp-" + some(12, DIGITS)).with("the bot's", "xoxb-" + body);
    }

    private static Sample slackApp() {
        var body = "1-A0%s-%s-%s".formatted(some(9, CAPITALS), some(13, DIGITS), some(64, HEX));
        return text("slack-app-token", "xapp-" + body).oneLine().with("cut short", "xapp-1-A0" + some(9, CAPITALS))
                .with("the bot's", "xoxb-" + body);
    }

    private static String slackAddress() {
        return "https://hooks.slack.com/services/T0%s/B0%s/%s".formatted(some(9, CAPITALS), some(9, CAPITALS),
                some(24, LETTERS));
    }

    private static Sample slackWebhook() {
        return text("slack-webhook-url", slackAddress(),
                "https://hooks.slack.com/workflows/T0%s/A0%s/%s/%s".formatted(some(9, CAPITALS), some(9, CAPITALS),
                        some(18, DIGITS), some(24, LETTERS)),
                "https://hooks.slack.com/triggers/T0%s/%s/%s".formatted(some(9, CAPITALS), some(13, DIGITS),
                        some(32, HEX)))
                .oneLine()
                .with("cut short", "https://hooks.slack.com/services/T0" + some(9, CAPITALS))
                .with("of a workspace", "https://%s.slack.com/services/T/B".formatted(some(9, HEX)))
                .with("not over TLS", slackAddress().replace("https", "http")).with("without scheme",
                        slackAddress().substring(8));
    }

    private static Sample sendGrid() {
        return text("sendgrid-api-key", "SG." + some(22, URLSAFE) + "." + some(43, URLSAFE)).oneLine()
                .with("cut short", "SG." + some(22, URLSAFE)).with("its ID", some(22, URLSAFE))
                .with("Twilio's", "SK" + some(32, HEX));
    }

    private static Sample twilio() {
        var account = "AC" + some(32, HEX);
        return object("twilio-credentials", Map.of("account_sid", account, "api_key", "SK" + some(32, HEX),
                "api_secret", some(32, LETTERS))).or(Map.of("account_sid", account, "auth_token", some(32, HEX)))
                .field("account_sid", "the API key's", "SK" + some(32, HEX))
                .field("account_sid", "cut short", "AC" + some(20, HEX))
                .field("api_key", "the account's", account)
                .field("api_secret", "cut short", some(12, LETTERS))
                .field("api_secret", "pasted with quotes", '"' + some(32, LETTERS) + '"');
    }

    private static Sample url(String type, String scheme, String good, String... alsoGood) {
        var all = new ArrayList<>(List.of(good));
        all.addAll(List.of(alsoGood));
        return text(type, all.toArray(String[]::new)).oneLine()
                .with("cut short", "%s://app:%s".formatted(scheme, some(20, LETTERS)))
                .with("another kind", "https://app:%s@db.example.com/shop".formatted(some(20, LETTERS)))
                .with("a slash in the password", "%s://app:%s/%s@db.example.com/shop".formatted(scheme,
                        some(8, LETTERS), some(8, LETTERS)))
                .with("from the instructions", "%s://app:%s@<host>/shop".formatted(scheme, some(20, LETTERS)))
                .with("without scheme", "app:%s@db.example.com/shop".formatted(some(20, LETTERS)));
    }

    private static Sample postgresUrl() {
        var word = some(20, LETTERS);
        return url("postgresql-url", "postgresql", "postgresql://app:%s%%2F@db.example.com:5432/shop".formatted(word),
                "postgres://app:%s@[2001:db8::1]:5432/shop?sslmode=require&application_name=x".formatted(word),
                "postgresql://app:%s@a.example.com:5432,b.example.com/shop?target_session_attrs=any".formatted(word),
                "postgresql:///shop?host=/var/run/postgresql", "jdbc:postgresql://db:5432/shop?user=app",
                "postgresql+asyncpg://app:%s@db/shop".formatted(word), "postgres://db");
    }

    private static Sample mysql() {
        var word = some(20, LETTERS);
        return url("mysql-url", "mysql", "mysql://app:%s@db.example.com:3306/shop?ssl-mode=REQUIRED".formatted(word),
                "mariadb://app:%s@db/shop".formatted(word),
                "mysql+pymysql://app:%s@db/shop?charset=utf8".formatted(word),
                "jdbc:mysql://db:3306/shop", "mysql2://app:%s@db/shop".formatted(word));
    }

    private static Sample mongo() {
        var word = some(20, LETTERS);
        return url("mongodb-url", "mongodb", "mongodb+srv://app:%s@shop.ab1cd.mongodb.net/?retryWrites=true&w=majority"
                .formatted(word), "mongodb://app:%s@a:27017,b:27017,c:27017/shop?replicaSet=rs0".formatted(word),
                "mongodb://db");
    }

    private static Sample redis() {
        var word = some(20, LETTERS);
        return url("redis-url", "rediss", "rediss://default:%s@cache.example.com:6379/0".formatted(word),
                "redis://:%s@cache".formatted(word), "redis://cache:6379", "valkey://cache:6379/1");
    }

    private static Sample amqp() {
        var word = some(20, LETTERS);
        return url("amqp-url", "amqps", "amqps://app:%s@queue.example.com:5671/%%2F".formatted(word),
                "amqp://app:%s@a,b/shop?heartbeat=30".formatted(word), "amqp://queue");
    }

    private static Sample postgres() {
        return object("postgresql", Map.of("host", "db.example.com", "port", 5432, "database", "shop", "user", "app",
                "password", "p@ss/" + some(20, LETTERS), "sslmode", "verify-full"))
                .field("host", "with a port", "db.example.com:5432").field("host", "an address",
                        "postgresql://db.example.com")
                .field("port", "too high", 65536).field("port", "as text", "5432")
                .field("user", "with a blank", "app ").field("sslmode", "unknown", "required").lacks("password");
    }

    private static Sample database() {
        return object("database", Map.of("scheme", "mysql", "host", "10.0.0.7", "port", 3306, "database", "shop",
                "user", "app", "password", some(20, LETTERS)))
                .field("scheme", "with its slashes", "mysql://").field("host", "with a blank", "db example.com")
                .field("port", "none", 0).field("password", "empty", "").lacks("user");
    }

    private static Sample ssh() {
        var key = pem("OPENSSH PRIVATE KEY", 340);
        return text("ssh-private-key", key, pem("RSA PRIVATE KEY", 1600), pem("PRIVATE KEY", 1600), key.strip(),
                key.replace("\n", "\r\n")).with("cut short", key.substring(0, 200))
                .with("on one line", key.replace("\n", "\\n")).with("on one line", key.replace("\n", " "))
                .with("the public one", "ssh-ed25519 AAAAC3" + some(62, BASE64) + " bob@laptop")
                .with("PuTTY's", "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n" + some(100, BASE64));
    }

    private static Sample pemKey() {
        var key = pem("PRIVATE KEY", 1600);
        var curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        return text("pem-private-key", key, pem("PRIVATE KEY", 64), curve + pem("EC PRIVATE KEY", 164),
                pem("ENCRYPTED PRIVATE KEY", 1700), pem("RSA PRIVATE KEY", 64).replaceFirst("\n",
                        "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n"))
                .with("cut short", key.substring(0, 400)).with("on one line", key.replace("\n", "\\n"))
                .with("a certificate", pem("CERTIFICATE", 1600)).with("the public one", pem("PUBLIC KEY", 400))
                .with("without its first line", key.substring(key.indexOf('\n') + 1));
    }

    private static Sample certificate() {
        var one = pem("CERTIFICATE", 1600);
        return text("certificate", one, one + pem("CERTIFICATE", 1200),
                one + "\n# the root\n" + pem("CERTIFICATE", 900))
                .with("cut short", one.substring(0, 400)).with("its key", pem("PRIVATE KEY", 1600))
                .with("a request", pem("CERTIFICATE REQUEST", 900)).with("on one line", one.replace("\n", "\\n"));
    }

    private static Sample tls() {
        var one = pem("CERTIFICATE", 1600);
        var key = pem("PRIVATE KEY", 1600);
        return object("tls-certificate", Map.of("certificate", one, "chain", pem("CERTIFICATE", 1200) + one,
                "private_key", key)).or(Map.of("certificate", one + one, "private_key", pem("EC PRIVATE KEY", 164)))
                .field("certificate", "its key", key).field("certificate", "cut short", one.substring(0, 300))
                .field("private_key", "the certificate", one).field("private_key", "on one line",
                        key.replace("\n", "\\n"))
                .field("chain", "pasted with quotes", '"' + one + '"').lacks("private_key");
    }

    private static Sample google() {
        var name = "reader@shop-123456.iam.gserviceaccount.com";
        var key = pem("PRIVATE KEY", 1600);
        var fields = Map.<String, Object>of("type", "service_account", "project_id", "shop-123456", "private_key_id",
                some(40, HEX), "private_key", key, "client_email", name, "client_id", some(21, DIGITS), "token_uri",
                "https://oauth2.googleapis.com/token");
        var file = new TreeMap<>(fields);
        file.put("auth_uri", "https://accounts.google.com/o/oauth2/auth");
        file.put("auth_provider_x509_cert_url", "https://www.googleapis.com/oauth2/v1/certs");
        file.put("client_x509_cert_url", "https://www.googleapis.com/robot/v1/metadata/x509/reader%40shop");
        file.put("universe_domain", "googleapis.com");
        return object("google-service-account", fields).or(file).field("type", "a person's", "authorized_user")
                .field("private_key", "its ID", some(40, HEX)).field("private_key", "cut short", key.substring(0, 500))
                .field("client_email", "a person's", "bob@example.com").field("private_key_id", "cut short",
                        some(12, HEX))
                .lacks("private_key").lacks("client_email")
                .with(new Sample.Bad("an OAuth client", "{\"installed\":{\"client_secret\":\"%s\"}}"
                        .formatted(some(28, LETTERS)), "/private_key"));
    }

    private static Sample usernamePassword() {
        return object("username-password", Map.of("username", "shop-reports", "password", "a b=\"%s\"".formatted(
                some(16, LETTERS)))).field("username", "empty", "").field("username", "with a blank", "shop ")
                .field("password", "empty", "").lacks("password").lacks("username");
    }

    private static Sample whsec() {
        return text("webhook-signing-secret", "whsec_" + some(32, LETTERS), "whsec_" + some(43, BASE64) + "=").oneLine()
                .with("cut short", "whsec_" + some(8, LETTERS)).with("an endpoint's ID", "we_" + some(24, LETTERS))
                .with("an API key", "sk_live_" + some(24, LETTERS));
    }

    private static Sample webhook() {
        return text("webhook-secret", some(64, HEX), some(43, BASE64) + "=", "whsec_" + some(32, LETTERS)).oneLine()
                .with("too short", some(10, LETTERS)).with("two words", some(16, LETTERS) + " " + some(16, LETTERS));
    }

    private static Sample apiKey() {
        return text("api-key", some(32, LETTERS), some(36, HEX) + "-" + some(8, HEX), some(43, BASE64) + "=",
                "key_" + some(20, URLSAFE) + "." + some(20, URLSAFE)).oneLine().with("too short", some(5, LETTERS))
                .with("two words", some(16, LETTERS) + " " + some(16, LETTERS));
    }
}
