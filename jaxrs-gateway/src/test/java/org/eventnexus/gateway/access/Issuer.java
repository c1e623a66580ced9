package org.eventnexus.gateway.access;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** Issues tokens, good ones and others. */
final class Issuer {
    static final String NAME = "https://issuer.example";
    static final String AUDIENCE = "gateway";
    static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    Issuer(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(publicKey())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** @param kid null for none */
    String jwk(String kid) {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        JsonObjectBuilder jwk = Json.createObjectBuilder()
                .add("kty", "RSA")
                .add("n", URL.encodeToString(key.getModulus().toByteArray()))
                .add("e", URL.encodeToString(key.getPublicExponent().toByteArray()));
        return (kid == null ? jwk : jwk.add("kid", kid)).build().toString();
    }

    /** Claims of a good token that ends so many seconds after the epoch. */
    static JsonObjectBuilder claims(long exp, String... groups) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (String group : groups) {
            array.add(group);
        }
        return Json.createObjectBuilder()
                .add("iss", NAME)
                .add("aud", AUDIENCE)
                .add("sub", "ann")
                .add("upn", "ann@example.org")
                .add("exp", exp)
                .add("groups", array);
    }

    String token(JsonObjectBuilder claims) {
        return token(HEADER, claims.build().toString());
    }

    String token(String header, String claims) {
        String text = part(header) + '.' + part(claims);
        return text + '.' + URL.encodeToString(signature(text));
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return URL.encodeToString(bytes);
    }
}
