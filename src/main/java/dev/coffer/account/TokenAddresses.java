package dev.coffer.account;

import dev.coffer.access.Forbidden;
import dev.coffer.form.Network;
import java.net.InetAddress;
import java.util.Arrays;

/** Where a token works from. */
public final class TokenAddresses {
    private TokenAddresses() {}

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
