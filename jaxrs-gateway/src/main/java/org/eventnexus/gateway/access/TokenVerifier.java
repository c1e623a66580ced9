package org.eventnexus.gateway.access;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whom a token speaks of: one after RFC 7519 in the compact form, with the claims of MicroProfile JWT, signed by RSA
 * and SHA-256 and by nothing else, whatever it says of itself. Nothing in it counts before its signature is verified, but
 * for which key that is. Thread-safe.
 */
public final class TokenVerifier {
    static final String ALGORITHM = "RS256";
    private static final int MAX_LENGTH = 16 * 1024;
    /** What is read before anybody has vouched for it is short. */
    private static final int MAX_HEADER = 4 * 1024;

    private static final Pattern COMPACT = Pattern.compile("([\\w-]+)\\.([\\w-]+)\\.([\\w-]+)");
    private static final List<String> TYPES = List.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    /** In the order in which the first that is there names the caller. */
    private static final List<String> NAMES = List.of("sub", "upn", "preferred_username");

    private static final double LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

    private final TokenSettings settings;
    private final Keys keys;
    private final Clock clock;
    private final JsonReaderFactory json =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    TokenVerifier(TokenSettings settings, Keys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** As {@code mp.jwt.*} says. */
    public static TokenVerifier of(Function<String, Optional<String>> settings, ClassLoader loader) {
        TokenSettings read = TokenSettings.of(settings);
        return new TokenVerifier(read, Keys.of(read, loader), Clock.systemUTC());
    }

    /** Reads the keys if they have never been read, lest the first requests do. May block for some seconds. */
    public void prepare() {
        if (!keys.areKnown()) {
            keys.refresh(keys.known());
        }
    }

    /** Whether there is any token that it takes. */
    public boolean isReady() {
        return settings.verifies();
    }

    /**
     * Who sent it.
     *
     * @throws KeysUnknownException if no token can be verified yet
     */
    Caller verify(String token) throws BadTokenException {
        Matcher parts = COMPACT.matcher(token);
        if (token.length() > MAX_LENGTH || !parts.matches() || parts.end(1) > MAX_HEADER) {
            throw new BadTokenException("this is not a signed token");
        }
        JsonObject header = object(parts.group(1));
        checkHeader(header);
        String id = header.containsKey("kid") ? text(header, "kid") : null;
        byte[] signed = token.substring(0, parts.start(3) - 1).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = decoded(parts.group(3));
        requireSigned(id, signed, signature);
        return caller(object(parts.group(2)));
    }

    /** What is known is looked at once for each try: keys may come at any time, also between a try and its verdict. */
    private void requireSigned(String id, byte[] signed, byte[] signature) throws BadTokenException {
        KeySet tried = keys.known();
        boolean good = isSigned(tried.of(id), signed, signature);
        if (!good && keys.refresh(tried)) {
            tried = keys.known();
            good = isSigned(tried.of(id), signed, signature);
        }
        if (!good && Keys.isNone(tried)) {
            throw new KeysUnknownException();
        }
        if (!good) {
            throw new BadTokenException("no key that is known here has signed this token");
        }
    }

    /** A token may demand that more be understood, and a signed text may be meant for something else. */
    private static void checkHeader(JsonObject header) throws BadTokenException {
        if (!ALGORITHM.equals(text(header, "alg"))) {
            throw new BadTokenException("this token is not signed by " + ALGORITHM);
        }
        if (header.containsKey("crit")
                || header.containsKey("typ")
                        && !TYPES.contains(text(header, "typ").toLowerCase(Locale.ROOT))) {
            throw new BadTokenException("this is another kind of token");
        }
    }

    private static boolean isSigned(List<RSAPublicKey> keys, byte[] text, byte[] signature) {
        return keys.stream().anyMatch(key -> isSigned(key, text, signature));
    }

    private static boolean isSigned(RSAPublicKey key, byte[] text, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("SHA256withRSA");
            verification.initVerify(key);
            verification.update(text);
            return verification.verify(signature);
        } catch (GeneralSecurityException none) {
            return false;
        }
    }

    private Caller caller(JsonObject claims) throws BadTokenException {
        Instant now = clock.instant();
        if (!settings.issuer().equals(text(claims, "iss"))) {
            throw new BadTokenException("this token is of another issuer");
        }
        if (!settings.audiences().isEmpty() && !meets(settings.audiences(), claims.get("aud"))) {
            throw new BadTokenException("this token is for another audience");
        }
        Instant end = time(claims, "exp").plus(settings.skew());
        if (!now.isBefore(end)) {
            throw new BadTokenException("this token has expired");
        }
        if (claims.containsKey("nbf")
                && time(claims, "nbf").minus(settings.skew()).isAfter(now)) {
            throw new BadTokenException("this token is not valid yet");
        }
        if (settings.age() != null) {
            Instant old = time(claims, "iat").plus(settings.age()).plus(settings.skew());
            if (!now.isBefore(old)) {
                throw new BadTokenException("this token is too old");
            }
            end = old.isBefore(end) ? old : end;
        }
        return Caller.known(name(claims), strings(claims.get("groups")), end);
    }

    private static String name(JsonObject claims) throws BadTokenException {
        for (String name : NAMES) {
            if (claims.containsKey(name)) {
                return text(claims, name);
            }
        }
        throw new BadTokenException("this token names nobody");
    }

    private static boolean meets(Set<String> wanted, JsonValue audience) throws BadTokenException {
        return strings(audience).stream().anyMatch(wanted::contains);
    }

    /** One string, or an array of them. */
    private static Set<String> strings(JsonValue value) throws BadTokenException {
        if (value == null || value == JsonValue.NULL) {
            return Set.of();
        }
        if (value instanceof JsonString one) {
            return Set.of(one.getString());
        }
        try {
            return new LinkedHashSet<>(value.asJsonArray().getValuesAs(JsonString::getString));
        } catch (ClassCastException other) {
            throw new BadTokenException("this token is malformed");
        }
    }

    private static String text(JsonObject object, String name) throws BadTokenException {
        if (object.get(name) instanceof JsonString text && !text.getString().isEmpty()) {
            return text.getString();
        }
        throw new BadTokenException("this token has no " + name);
    }

    /** A double is exact enough, and no exponent can make it large. */
    private static Instant time(JsonObject claims, String name) throws BadTokenException {
        if (claims.get(name) instanceof JsonNumber number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= LATEST) {
                return Instant.ofEpochMilli((long) (seconds * 1_000));
            }
        }
        throw new BadTokenException("this token has no " + name);
    }

    private JsonObject object(String part) throws BadTokenException {
        try (JsonReader reader = json.createReader(new ByteArrayInputStream(decoded(part)), StandardCharsets.UTF_8)) {
            return reader.readObject();
        } catch (RuntimeException malformed) { // not only a JsonException, where it is too deep
            throw new BadTokenException("this token is malformed");
        }
    }

    private static byte[] decoded(String part) throws BadTokenException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException malformed) {
            throw new BadTokenException("this token is malformed");
        }
    }
}
