package dev.coffer.webhook;

import dev.coffer.form.Network;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses may be called: public ones over https, and what the operator allows over http too. Whoever names an
 * address must not reach what only the server can (OWASP, Server-Side Request Forgery). A host is looked up for each
 * attempt, all that it stands for must be allowed, and the connection goes to exactly those addresses.
 */
public final class Reach {
    private static final int LONGEST = 2_000;
    private static final String EXAMPLE = "Write an address such as https://example.com/hooks/coffer";
    private static final String INSIDE =
            "This address is inside the network. Whoever runs Coffer can allow it with COFFER_WEBHOOK_ALLOW";

    /** IPv4 that is not the public internet's (IANA special-purpose registry, and multicast). */
    private static final List<Network> NOT_PUBLIC_4 = networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
            "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");
    /** Of IPv6 only 2000::/3 is public, and of that not Teredo and its like, documentation, and 6to4. */
    private static final Network PUBLIC_6 = networks("2000::/3").getFirst();
    private static final List<Network> NOT_PUBLIC_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** IPv4 behind a translator, in the last four bytes (RFC 6052 §2.1). */
    private static final Network TRANSLATED = networks("64:ff9b::/96").getFirst();

    private final List<Network> allowed;
    private final Names names;

    /** How a host name is looked up. */
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** What may not be called. */
    static final class Refused extends RuntimeException {
        Refused() {
            super("the address may not be called", null, false, false);
        }
    }

    public Reach(List<Network> allowed) {
        this(allowed, InetAddress::getAllByName);
    }

    Reach(List<Network> allowed, Names names) {
        this.allowed = List.copyOf(allowed);
        this.names = names;
    }

    /** What is to be mended in an address, as far as can be told without looking its host up. */
    Optional<String> mistake(String url) {
        if (url.isBlank()) {
            return Optional.of("Address is required");
        }
        if (url.length() > LONGEST) {
            return Optional.of("Address has %d characters, the limit is %d".formatted(url.length(), LONGEST));
        }
        try {
            return mistake(new URI(url));
        } catch (URISyntaxException notAnAddress) {
            return Optional.of(EXAMPLE);
        }
    }

    private Optional<String> mistake(URI url) {
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getRawUserInfo() != null) {
            return Optional.of("Take the user name and password out of the address");
        }
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null || url.getPort() == 0
                || url.getPort() > 65_535) {
            return Optional.of(EXAMPLE);
        }
        if (url.getRawFragment() != null) {
            return Optional.of("Take out the # and what follows it");
        }
        return mistake(plain(url.getHost()), scheme.equals("https"));
    }

    private Optional<String> mistake(String host, boolean isSecure) {
        var known = literal(host);
        if (known.isPresent() && !permits(known.get(), true)) {
            return Optional.of(INSIDE);
        }
        boolean isAllowed = known.map(this::allows).orElse(!allowed.isEmpty());
        return isSecure || isAllowed ? Optional.empty()
                : Optional.of("Use https. Only what COFFER_WEBHOOK_ALLOW names is called over http");
    }

    /**
     * What a host stands for now.
     *
     * @throws Refused where one of its addresses may not be called
     */
    List<InetAddress> addresses(String host, boolean isSecure) throws UnknownHostException {
        var found = List.of(names.addresses(plain(host)));
        if (found.isEmpty()) {
            throw new UnknownHostException();
        }
        if (!found.stream().allMatch(address -> permits(address, isSecure))) {
            throw new Refused();
        }
        return found;
    }

    private boolean permits(InetAddress address, boolean isSecure) {
        return allows(address) || isSecure && isPublic(address);
    }

    private boolean allows(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        if (address.getAddress().length == 4) {
            return NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(address));
        }
        return TRANSLATED.contains(address) ? isPublic(translated(address))
                : PUBLIC_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(address));
    }

    private static InetAddress translated(InetAddress address) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The address that a host is, where no look-up is needed to know it. */
    private static Optional<InetAddress> literal(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** Without the brackets of an IPv6 address and the dot at a name's end. */
    private static String plain(String host) {
        return host.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(text -> Network.parse(text).orElseThrow()).toList();
    }
}
