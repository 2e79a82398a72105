import dev.coffer.client.CofferClient;
import java.net.URI;

void main() throws Exception {
    var coffer = CofferClient.connect(URI.create(System.getenv("COFFER_URL")),
            System.getenv("COFFER_TOKEN"));
    try (var secrets = coffer.runtime().read()) {
        IO.println("Read " + String.join(", ", secrets.keySet()));
        connect(secrets.get("DATABASE_URL").exposeText());
    }
}

void connect(String databaseUrl) {
    // yours
}
