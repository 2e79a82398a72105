package dev.coffer.app;

import dev.coffer.project.Environment;
import dev.coffer.reading.Resolution;
import dev.coffer.reading.Resolved;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An app with its deployments. {@code tokens}: by deployment, empty for whoever doesn't see them; {@code resolutions}:
 * what it would read in each environment.
 */
public record AppPage(String listHref, AppUse use, List<Resolution> resolutions,
        Map<UUID, List<DeploymentToken>> tokens,
        Rights rights) implements Page {
    /** How long before its end a token is to be followed by the next one. */
    private static final Duration SOON = Duration.ofDays(14);

    /** What the asker may do here. */
    public record Rights(boolean managesApps, boolean managesTokens) {}

    /** An environment with the app's deployment in it, and what that would read now; or without. */
    public record Place(String appHref, Environment environment, Optional<Deployment> found, List<Resolved> resolved,
            List<DeploymentToken> all, Instant now) {
        static Place of(String appHref, Resolution resolution, Optional<Deployment> found, List<DeploymentToken> all) {
            return new Place(appHref, resolution.environment(), found, found.map(one -> one.isListed()
                    ? resolution.listed(one.keys()) : resolution.all()).orElse(List.of()), all, Instant.now());
        }

        public String name() {
            return environment.name();
        }

        public String slug() {
            return environment.slug();
        }

        public String href() {
            return "%s/deployments/%s".formatted(appHref, slug());
        }

        public boolean isDeployed() {
            return found.isPresent();
        }

        public boolean isListed() {
            return found.filter(Deployment::isListed).isPresent();
        }

        public Deployment deployment() {
            return found.orElse(null);
        }

        public String access() {
            return found.map(AppListPage::said).orElse("");
        }

        /** What it would read now, in words. */
        public String sources() {
            return Sources.said(resolved);
        }

        /** What is required, and it doesn't get. */
        public List<Missing> missing() {
            return resolved.stream().filter(Resolved::missing).map(one -> new Missing(one.key(),
                    "%s/secrets/-/new?key=%s&environment=%s".formatted(appHref.replaceFirst("/apps/[^/]+$", ""),
                            one.key(),
                            slug())))
                    .toList();
        }

        public boolean isMissingAny() {
            return !missing().isEmpty();
        }

        public List<String> keys() {
            return found.map(Deployment::keys).orElse(List.of());
        }

        /** Null for never. */
        public Stamp read() {
            return found.map(AppListPage::stamp).orElse(null);
        }

        /** Null where it was given nothing yet. */
        public Stamp since() {
            return found.map(one -> one.use().versionAt()).map(Stamp::new).orElse(null);
        }

        public List<Token> tokens() {
            var last = all.stream().map(DeploymentToken::usedAt).filter(at -> at != null)
                    .max(Comparator.naturalOrder()).orElse(null);
            return all.stream().map(token -> new Token(token, href(), now,
                    all.size() > 1 && token.usedAt() != null && token.usedAt().equals(last))).toList();
        }

        public boolean hasTokens() {
            return !all.isEmpty();
        }

        public boolean hasNoLiveToken() {
            return live().isEmpty();
        }

        /** The token that ends within a fortnight and is followed by none; null where there is nothing to do. */
        public Token ending() {
            return live().stream().max(Comparator.comparing(DeploymentToken::expiresAt))
                    .filter(token -> isSoon(token, now)).map(token -> new Token(token, href(), now, false))
                    .orElse(null);
        }

        private List<DeploymentToken> live() {
            return all.stream().filter(token -> token.expiresAt().isAfter(now)).toList();
        }
    }

    /** A required key without a value, and where to set it. */
    public record Missing(String key, String href) {}

    /** A token in the table. {@code isLast}: of several the one that was used last. */
    public record Token(DeploymentToken token, String deploymentHref, Instant now, boolean isLast) {
        public String name() {
            return token.name();
        }

        public String id() {
            return "revoke-" + token.id();
        }

        public String from() {
            return token.addresses().isEmpty() ? "Everywhere" : String.join(", ", token.addresses());
        }

        public String maker() {
            return token.maker();
        }

        /** Null for never. */
        public Stamp used() {
            return token.usedAt() == null ? null : new Stamp(token.usedAt());
        }

        public Stamp expires() {
            return new Stamp(token.expiresAt());
        }

        public boolean expired() {
            return !token.expiresAt().isAfter(now);
        }

        public boolean endsSoon() {
            return !expired() && isSoon(token, now);
        }

        public String revokeHref() {
            return "%s/tokens/%s/revoke".formatted(deploymentHref, token.id());
        }
    }

    public String href() {
        return "%s/%s".formatted(listHref, use.app().slug());
    }

    public Stamp made() {
        return new Stamp(use.app().created().at());
    }

    public boolean hasSecrets() {
        return !use.secrets().isEmpty();
    }

    public String secrets() {
        return use.secrets().size() == 1 ? "1 secret" : "%,d secrets".formatted(use.secrets().size());
    }

    public String secretsHref() {
        return "%s/secrets?app=%s".formatted(projectHref(), use.app().slug());
    }

    public String addSecretHref() {
        return "%s/secrets/-/new?app=%s".formatted(projectHref(), use.app().slug());
    }

    /** One an environment. */
    public List<Place> places() {
        return resolutions.stream().map(resolution -> {
            var found = use.deployments().stream().filter(one -> one.environment().equals(resolution.environment()))
                    .findFirst();
            return Place.of(href(), resolution, found,
                    found.map(one -> tokens.getOrDefault(one.id(), List.of())).orElse(List.of()));
        }).toList();
    }

    private String projectHref() {
        return listHref.replaceFirst("/apps$", "");
    }

    private static boolean isSoon(DeploymentToken token, Instant now) {
        return token.expiresAt().isBefore(now.plus(SOON));
    }

    @Override
    public String template() {
        return "app/show";
    }

    @Override
    public String title() {
        return use.app().name();
    }

    @Override
    public String section() {
        return AppListPage.SECTION;
    }
}
