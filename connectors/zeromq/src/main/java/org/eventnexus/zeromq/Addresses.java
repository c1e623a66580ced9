package org.eventnexus.zeromq;

import java.util.regex.Pattern;

/** The form of ZeroMQ's addresses, as far as this connector takes them. */
final class Addresses {
    private static final Pattern FORM = Pattern.compile("tcp://[^\\s/]{1,255}:(\\d{1,5}|\\*)");
    private static final int PORTS = 65_535;

    private Addresses() {}

    static String require(String address) {
        var match = FORM.matcher(address);
        if (!match.matches() || !isPort(match.group(1))) {
            throw new IllegalArgumentException("'" + address + "' is no address such as tcp://127.0.0.1:5555");
        }
        return address;
    }

    /** One that a connection can be made to: neither all of a machine's interfaces nor whichever port is free. */
    static String requirePeer(String address) {
        require(address);
        if (address.startsWith("tcp://*:") || address.endsWith(":*") || address.matches(".*:0+")) {
            throw new IllegalArgumentException(
                    "'" + address + "' is no address to connect to, which has a host and a port");
        }
        return address;
    }

    /** Whether the host is an address of the Internet Protocol's version 6, such as {@code [::1]}. */
    static boolean isVersion6(String address) {
        return address.startsWith("tcp://[");
    }

    private static boolean isPort(String port) {
        return port.equals("*") || Integer.parseInt(port) <= PORTS;
    }
}
