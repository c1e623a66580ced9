package org.eventnexus.tests;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Gives callers an identity that both servers take as their own: tokens as of MicroProfile JWT. */
final class Tokens {
    private static final String ISSUER = "https://eventnexus.org/tests";
    static final String AUDIENCE = "eventnexus-tests";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    Tokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** By which a server knows these tokens. */
    String settings() {
        return "mp.jwt.verify.issuer=" + ISSUER + "\nmp.jwt.verify.publickey="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()) + "\n";
    }

    /** The value of the header {@code Authorization}. */
    String of(String caller) {
        return "Bearer " + token(claims(caller, "callers"));
    }

    /** Claims of a good token for an hour. */
    static JsonObjectBuilder claims(String caller, String... groups) {
        Instant now = Instant.now();
        return Json.createObjectBuilder()
                .add("iss", ISSUER)
                .add("aud", AUDIENCE)
                .add("sub", caller)
                .add("upn", caller)
                .add("jti", caller + now)
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(Duration.ofHours(1)).getEpochSecond())
                .add("groups", Json.createArrayBuilder(List.of(groups)));
    }

    /** A token by itself. */
    String token(JsonObjectBuilder claims) {
        String unsigned = unsigned("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed(unsigned));
            return unsigned + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Up to where the signature would be. */
    static String unsigned(String header, JsonObjectBuilder claims) {
        return encoded(header) + '.' + encoded(claims.build().toString()) + '.';
    }

    /** The key that everybody may know, misused as a secret. */
    String signedByThePublicKey(JsonObjectBuilder claims) {
        String unsigned = unsigned("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            return unsigned + URL.encodeToString(mac.doFinal(signed(unsigned)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** All but the dot at the end. */
    private static byte[] signed(String unsigned) {
        return unsigned.substring(0, unsigned.length() - 1).getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
