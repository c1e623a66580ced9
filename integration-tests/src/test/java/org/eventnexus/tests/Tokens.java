package org.eventnexus.tests;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Gives callers an identity that both servers take as their own: tokens as of MicroProfile JWT. */
final class Tokens {
    private static final String ISSUER = "https://eventnexus.org/tests";
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
    String of(String caller) throws GeneralSecurityException {
        Instant now = Instant.now();
        String unsigned = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
                + '.'
                + encoded(Json.createObjectBuilder()
                        .add("iss", ISSUER)
                        .add("sub", caller)
                        .add("upn", caller)
                        .add("jti", caller + now)
                        .add("iat", now.getEpochSecond())
                        .add("exp", now.plus(Duration.ofHours(1)).getEpochSecond())
                        .add("groups", Json.createArrayBuilder().add("callers"))
                        .build()
                        .toString());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
        return "Bearer " + unsigned + '.' + URL.encodeToString(signature.sign());
    }

    private static String encoded(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
