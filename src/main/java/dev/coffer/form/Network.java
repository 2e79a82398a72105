package dev.coffer.form;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/** A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3), or a single one. Never a host name. */
public record Network(InetAddress address, int prefix) {
    /** Empty where the text is none, or has bits set beyond its prefix. */
    public static Optional<Network> parse(String text) {
        var parts = text.strip().split("/", -1);
        if (parts.length > 2) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.ofLiteral(parts[0]);
            int bits = address.getAddress().length * 8;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            var network = new Network(address, prefix);
            return prefix >= 0 && prefix <= bits && network.hostBits(address).signum() == 0
                    ? Optional.of(network) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An IPv4 address that came in IPv6 form (RFC 4291 §2.5.5.2) counts as the IPv4 address that it is. */
    public boolean contains(InetAddress other) {
        var mine = address.getAddress();
        return other.getAddress().length == mine.length && number(other).shiftRight(mine.length * 8 - prefix)
                .equals(number(address).shiftRight(mine.length * 8 - prefix));
    }

    private BigInteger hostBits(InetAddress of) {
        int bits = of.getAddress().length * 8;
        return number(of).and(BigInteger.ONE.shiftLeft(Math.max(0, bits - prefix)).subtract(BigInteger.ONE));
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
