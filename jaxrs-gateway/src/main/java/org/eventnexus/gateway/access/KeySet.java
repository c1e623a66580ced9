package org.eventnexus.gateway.access;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RSA keys that tokens may be signed with.
 *
 * @param named by the id that tokens name them with
 * @param unnamed those without an id, which serve whatever id a token names
 */
record KeySet(Map<String, RSAPublicKey> named, List<RSAPublicKey> unnamed) {
    private static final int MIN_BITS = 2_048;
    private static final String PEM = "-----BEGIN PUBLIC KEY-----";

    /**
     * Reads a key in any form that MicroProfile JWT knows: PEM, its base64 alone, a JSON Web Key or a set of them, these
     * also in base64.
     *
     * @throws IllegalArgumentException if it is none of them, or has no RSA key for signatures, or too short a one
     */
    static KeySet parse(String text) {
        String stripped = text.strip();
        if (stripped.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException("it is a private key, which only who issues tokens should have");
        }
        try {
            if (stripped.startsWith("{")) {
                return ofJson(stripped);
            }
            byte[] decoded = decoded(stripped);
            return decoded.length > 0 && decoded[0] == '{'
                    ? ofJson(new String(decoded, StandardCharsets.UTF_8))
                    : new KeySet(Map.of(), List.of(checked(new X509EncodedKeySpec(decoded))));
        } catch (GeneralSecurityException | JsonException | ClassCastException malformed) {
            throw new IllegalArgumentException("it is no RSA public key, as PEM or as a JSON Web Key", malformed);
        }
    }

    private static byte[] decoded(String text) throws GeneralSecurityException {
        String base64 =
                text.replace(PEM, "").replace("-----END PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException no) {
            throw new GeneralSecurityException(no);
        }
    }

    private static KeySet ofJson(String text) throws GeneralSecurityException {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            JsonArray keys = json.containsKey("keys")
                    ? json.getJsonArray("keys")
                    : Json.createArrayBuilder().add(json).build();
            Map<String, RSAPublicKey> named = new HashMap<>();
            List<RSAPublicKey> unnamed = new ArrayList<>();
            for (JsonValue key : keys) {
                add(key.asJsonObject(), named, unnamed);
            }
            if (named.isEmpty() && unnamed.isEmpty()) {
                throw new IllegalArgumentException("it has no RSA key for signatures by RS256");
            }
            return new KeySet(Map.copyOf(named), List.copyOf(unnamed));
        }
    }

    /** A set may hold keys for other purposes as well. */
    private static void add(JsonObject key, Map<String, RSAPublicKey> named, List<RSAPublicKey> unnamed)
            throws GeneralSecurityException {
        if (key.getString("kty", "").equals("RSA")
                && key.getString("use", "sig").equals("sig")
                && key.getString("alg", TokenVerifier.ALGORITHM).equals(TokenVerifier.ALGORITHM)) {
            RSAPublicKey rsa = checked(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
            if (key.containsKey("kid")) {
                named.put(key.getString("kid"), rsa);
            } else {
                unnamed.add(rsa);
            }
        }
    }

    private static BigInteger number(JsonObject key, String name) throws GeneralSecurityException {
        return new BigInteger(1, decoded(key.getString(name, "")));
    }

    private static RSAPublicKey checked(KeySpec spec) throws GeneralSecurityException {
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        if (key.getModulus().bitLength() < MIN_BITS) {
            throw new IllegalArgumentException("the RSA key is shorter than " + MIN_BITS + " bits");
        }
        return key;
    }

    /**
     * The keys that a token may be signed with.
     *
     * @param id what the token names; null if nothing, and then it must be clear which key is meant
     */
    List<RSAPublicKey> of(String id) {
        if (id == null && named.size() + unnamed.size() == 1) {
            return unnamed.isEmpty() ? List.copyOf(named.values()) : unnamed;
        }
        RSAPublicKey key = id == null ? null : named.get(id);
        return key == null ? unnamed : List.of(key);
    }
}
