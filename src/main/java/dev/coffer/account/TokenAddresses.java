package dev.coffer.account;

import dev.coffer.access.Forbidden;
import dev.coffer.form.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a token works from. */
public final class TokenAddresses {
    private static final int MOST = 20;

    private TokenAddresses() {}

    /** What is to be mended in address ranges as somebody wrote them. */
    public static Optional<String> mistake(List<String> written) {
        if (written.size() > MOST) {
            return Optional.of("There are %d address ranges, the limit is %d".formatted(written.size(), MOST));
        }
        for (int i = 0; i < written.size(); i++) {
            if (Network.parse(written.get(i)).isEmpty()) {
                return Optional.of("Address range %d is none. Write one like 203.0.113.7 or 203.0.113.0/24, ".formatted(
                        i + 1) + "with nothing but zeros after the prefix");
            }
        }
        return Optional.empty();
    }

    /** In their normal form, each once. Only of ranges without a mistake. */
    public static List<String> networks(List<String> written) {
        return written.stream().map(one -> Network.parse(one).orElseThrow().toString()).distinct().toList();
    }

    /**
     * Refuses an address that is in none of the networks; none at all: every address will do. Says the address that
     * came, which the asker knows, and not those that would do.
     *
     * @throws Forbidden where it isn't
     */
    public static void require(String[] networks, String address) {
        var isInside = networks.length == 0 || Arrays.stream(networks).flatMap(one -> Network.parse(one).stream())
                .anyMatch(network -> network.contains(InetAddress.ofLiteral(address)));
        if (!isInside) {
            throw Forbidden.because(("This token doesn't work from the address %s. Use it where it was made for, "
                    + "or make one for this address").formatted(address));
        }
    }
}
