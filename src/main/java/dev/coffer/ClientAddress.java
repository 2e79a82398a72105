package dev.coffer;

import dev.coffer.form.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * The address of the client behind trusted proxies: of the addresses in {@code X-Forwarded-For}, the last one that is
 * not a trusted proxy itself. What a stranger writes into the header is never believed.
 */
record ClientAddress(List<Network> trusted) {

    /** @param forwardedFor the header, all its lines joined; empty for none */
    String of(String remote, String forwardedFor) {
        var address = remote;
        var hops = forwardedFor.split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
            var hop = hops[i].strip();
            if (!isAddress(hop)) {
                break;
            }
            address = hop;
        }
        return address;
    }

    private boolean isTrusted(String address) {
        return isAddress(address)
                && trusted.stream().anyMatch(network -> network.contains(InetAddress.ofLiteral(address)));
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
