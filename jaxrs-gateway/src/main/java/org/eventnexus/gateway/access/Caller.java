package org.eventnexus.gateway.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request, as far as access goes.
 *
 * @param name a token's subject, else the remote address: a subject may be written like an address
 * @param roles the token's groups; none for who is anonymous
 * @param end when the token ends, and with it all that it has opened; null for who is anonymous
 */
public record Caller(String name, boolean anonymous, Set<String> roles, Instant end) {

    /** Somebody without a token. */
    public static Caller anonymous(String remoteAddress) {
        return new Caller(remoteAddress, true, Set.of(), null);
    }

    /** Somebody with a token that has been verified. */
    public static Caller known(String subject, Set<String> groups, Instant end) {
        return new Caller(subject, false, Set.copyOf(groups), end);
    }

    /** What limits for each caller count by. No subject is an address, whatever it is written like. */
    public String account() {
        return (anonymous ? "address " : "subject ") + name;
    }

    /** Until when what the caller may do now holds; empty if without end. */
    public Optional<Instant> until() {
        return Optional.ofNullable(end);
    }
}
