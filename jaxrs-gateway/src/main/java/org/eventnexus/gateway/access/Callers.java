package org.eventnexus.gateway.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells who sends requests, by what they bring along: a token in the header {@code Authorization}, or else in the cookie
 * that the settings name. Who brings none is anonymous; who brings a bad one is refused, as somebody who relies on a token
 * must learn that it does not hold. Thread-safe.
 */
public final class Callers {
    private static final String SCHEME = "Bearer";

    private final TokenVerifier verifier;
    private final String cookie;

    public Callers(TokenVerifier verifier, Function<String, Optional<String>> settings) {
        this.verifier = verifier;
        this.cookie = Setting.COOKIE.text(settings);
    }

    /** Whether a cookie of this name may bring a token. */
    public boolean readsCookie(String name) {
        return !cookie.isEmpty() && cookie.equals(name);
    }

    /**
     * Who sent a request, and by what they are known.
     *
     * @param byCookie whether the browser may have sent the token without its user's or its page's doing
     */
    public record Known(Caller caller, boolean byCookie) {}

    /**
     * Tells who sent a request. The header goes before the cookie, which is not even looked at then. An {@code
     * Authorization} of another scheme is somebody else's affair, a proxy's, say.
     *
     * @param authorizations the request's headers of this name
     * @param cookies the values of the cookie that may bring a token
     * @throws KeysUnknownException if there is a token and no key to verify it with yet
     */
    public Known of(List<String> authorizations, List<String> cookies, String remoteAddress) throws BadTokenException {
        List<String> bearers = authorizations.stream().filter(Callers::isBearer).toList();
        if (!bearers.isEmpty()) {
            return new Known(verifier.verify(token(only(bearers))), false);
        }
        List<String> tokens =
                cookies.stream().filter(value -> !value.isEmpty()).distinct().toList();
        return tokens.isEmpty()
                ? new Known(Caller.anonymous(remoteAddress), false)
                : new Known(verifier.verify(only(tokens)), true);
    }

    private static boolean isBearer(String authorization) {
        String header = authorization.strip();
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (header.length() == SCHEME.length() || Character.isWhitespace(header.charAt(SCHEME.length())));
    }

    private static String token(String authorization) {
        return authorization.strip().substring(SCHEME.length()).strip();
    }

    /** Of two it would be anybody's guess who counts. */
    private static String only(List<String> tokens) throws BadTokenException {
        if (tokens.size() > 1) {
            throw new BadTokenException("there is more than one token");
        }
        return tokens.get(0);
    }
}
