package org.eventnexus.gateway.access;

import java.util.Set;

/**
 * Who sent a request, as far as access goes.
 *
 * @param name what limits for each caller count by: a token's subject, else the remote address
 * @param roles none for who is anonymous
 */
public record Caller(String name, boolean anonymous, Set<String> roles) {

    /** Somebody without a token. */
    public static Caller anonymous(String remoteAddress) {
        return new Caller(remoteAddress, true, Set.of());
    }
}
