package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens hold, and which do not, whatever they say of themselves. */
@Tag("BX-09")
class TokenVerifierTest {
    private static final Issuer ISSUER = new Issuer(2048);
    private static final Issuer STRANGER = new Issuer(2048);
    private static final long NOW = 1_800_000_000;

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "mp.jwt.verify.publickey",
            ISSUER.pem(),
            "mp.jwt.verify.issuer",
            Issuer.NAME,
            "mp.jwt.verify.audiences",
            "other, " + Issuer.AUDIENCE));

    private TokenVerifier verifier() {
        TokenSettings read = TokenSettings.of(name -> Optional.ofNullable(settings.get(name)));
        Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
        return new TokenVerifier(read, Keys.of(read, getClass().getClassLoader()), clock);
    }

    private static JsonObjectBuilder claims() {
        return Issuer.claims(NOW + 60, "keeper", "clerk");
    }

    private void refuses(String token, String why) {
        assertThatThrownBy(() -> verifier().verify(token))
                .isInstanceOf(BadTokenException.class)
                .hasMessageContaining(why);
    }

    private void refuses(JsonObjectBuilder claims, String why) {
        refuses(ISSUER.token(claims), why);
    }

    @Test
    void aGoodOneTellsNameRolesAndEnd() throws Exception {
        Caller caller = verifier().verify(ISSUER.token(claims()));
        assertThat(caller.name()).isEqualTo("ann");
        assertThat(caller.anonymous()).isFalse();
        assertThat(caller.roles()).containsExactlyInAnyOrder("keeper", "clerk");
        assertThat(caller.until()).contains(Instant.ofEpochSecond(NOW + 60));
    }

    @Test
    void whoHasNoSubjectIsCalledByTheNextName() throws Exception {
        assertThat(verifier().verify(ISSUER.token(claims().remove("sub"))).name())
                .isEqualTo("ann@example.org");
        refuses(claims().remove("sub").remove("upn"), "names nobody");
        refuses(claims().add("sub", 7), "no sub");
    }

    @Test
    void groupsMayBeMissing() throws Exception {
        assertThat(verifier().verify(ISSUER.token(claims().remove("groups"))).roles())
                .isEmpty();
        refuses(claims().add("groups", Json.createArrayBuilder().add(1)), "malformed");
        refuses(claims().add("groups", JsonValue.TRUE), "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"rs256\"}",
                "{\"alg\":\"RS512\"}",
                "{\"alg\":\"PS256\"}",
                "{\"alg\":[\"RS256\"]}",
                "{\"typ\":\"JWT\"}",
                "{\"alg\":\"RS256\",\"alg\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"RS256\",\"typ\":\"logout+jwt\"}",
                "{\"alg\":\"RS256\",\"kid\":7}",
                "[]",
                "\"RS256\"",
                "{\"alg\":\"RS256\"",
                "",
                "null"
            })
    void noOtherHeaderHoldsThoughTheRightKeyHasSignedIt(String header) {
        refuses(ISSUER.token(header, claims().build().toString()), "token");
    }

    @Test
    void depthIsBounded() {
        refuses(ISSUER.token("{\"alg\":\"RS256\",\"x\":" + "[".repeat(2_000), "{}"), "malformed");
        refuses(ISSUER.token("{\"alg\":\"RS256\",\"x\":" + "[".repeat(6_000), "{}"), "not a signed token");
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() throws GeneralSecurityException {
        for (byte[] secret : List.of(ISSUER.publicKey(), ISSUER.pem().getBytes(StandardCharsets.UTF_8))) {
            String text = Issuer.part("{\"alg\":\"HS256\"}")
                    + '.'
                    + Issuer.part(claims().build().toString());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signature = Issuer.part(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
            refuses(text + '.' + signature, "RS256");
            String relabelled = text.replace(Issuer.part("{\"alg\":\"HS256\"}"), Issuer.part(Issuer.HEADER));
            refuses(relabelled + '.' + signature, "no key");
        }
    }

    @Test
    void aSignatureIsOfThisTextByThisKey() {
        String good = ISSUER.token(claims());
        String[] parts = good.split("\\.");
        String foreign = Issuer.part(Issuer.claims(NOW + 60, "admin").build().toString());
        refuses(STRANGER.token(claims()), "no key");
        refuses(parts[0] + '.' + foreign + '.' + parts[2], "no key");
        refuses(parts[0] + '.' + parts[1] + '.' + Issuer.part(new byte[256]), "no key");
        refuses(parts[0] + '.' + parts[1] + '.' + Issuer.part(new byte[1]), "no key");
    }

    @Test
    void whatIsNoTokenAtAllIsRefused() {
        String good = ISSUER.token(claims());
        String[] parts = good.split("\\.");
        for (String no : List.of(
                "",
                ".",
                "..",
                "a",
                parts[0] + '.' + parts[1],
                parts[0] + '.' + parts[1] + '.',
                good + ".x",
                good + '=',
                ' ' + good,
                good + '\n',
                good.replace('.', ':'),
                good + "A".repeat(20_000))) {
            refuses(no, "not a signed token");
        }
    }

    @Test
    void issuerAndAudienceMustBeThose() throws Exception {
        refuses(claims().add("iss", Issuer.NAME + "/"), "issuer");
        refuses(claims().remove("iss"), "no iss");
        refuses(claims().add("aud", "somebody"), "audience");
        refuses(claims().add("aud", Json.createArrayBuilder()), "audience");
        refuses(claims().remove("aud"), "audience");
        refuses(claims().add("aud", 1), "malformed");
        var several = Json.createArrayBuilder().add("x").add(Issuer.AUDIENCE);
        assertThat(verifier().verify(ISSUER.token(claims().add("aud", several))))
                .isNotNull();
        settings.remove("mp.jwt.verify.audiences");
        assertThat(verifier().verify(ISSUER.token(claims().remove("aud")))).isNotNull();
    }

    @Test
    void timeIsTheServersToTheSecond() throws Exception {
        refuses(Issuer.claims(NOW), "expired");
        refuses(Issuer.claims(NOW - 1), "expired");
        refuses(claims().remove("exp"), "no exp");
        refuses(claims().add("exp", "soon"), "no exp");
        refuses(claims().add("exp", -1), "no exp");
        refuses(
                ISSUER.token(
                        Issuer.HEADER, "{\"iss\":\"" + Issuer.NAME + "\",\"aud\":\"gateway\",\"exp\":1e999999999}"),
                "no exp");
        refuses(claims().add("nbf", NOW + 1), "not valid yet");
        refuses(claims().add("nbf", "now"), "no nbf");
        assertThat(verifier().verify(ISSUER.token(claims().add("nbf", NOW)))).isNotNull();
        assertThat(verifier().verify(ISSUER.token(Issuer.claims(NOW + 1)))).isNotNull();
    }

    @Test
    void clocksMayDifferWhereThatIsSet() throws Exception {
        settings.put("mp.jwt.verify.clock.skew", "30");
        assertThat(verifier().verify(ISSUER.token(Issuer.claims(NOW - 29))).until())
                .contains(Instant.ofEpochSecond(NOW + 1));
        refuses(Issuer.claims(NOW - 30), "expired");
        assertThat(verifier().verify(ISSUER.token(claims().add("nbf", NOW + 30))))
                .isNotNull();
        refuses(claims().add("nbf", NOW + 31), "not valid yet");
    }

    @Test
    void ageCountsWhereItIsSetAndEndsATokenToo() throws Exception {
        settings.put("mp.jwt.verify.token.age", "20");
        refuses(claims(), "no iat");
        refuses(claims().add("iat", NOW - 20), "too old");
        assertThat(verifier()
                        .verify(ISSUER.token(claims().add("iat", NOW - 19)))
                        .until())
                .contains(Instant.ofEpochSecond(NOW + 1));
    }

    @Test
    void aKeyOfASetIsChosenByItsIdAndNoOther() throws Exception {
        Issuer second = new Issuer(2048);
        settings.put(
                "mp.jwt.verify.publickey",
                "{\"keys\":[" + ISSUER.jwk("k1") + ',' + second.jwk("k2") + ",{\"kty\":\"EC\",\"crv\":\"P-256\"}]}");
        assertThat(verifier().verify(ISSUER.token(claims()))).isNotNull();
        refuses(second.token(claims()), "no key");
        String claims = claims().build().toString();
        assertThat(verifier().verify(second.token("{\"alg\":\"RS256\",\"kid\":\"k2\"}", claims)))
                .isNotNull();
        refuses(ISSUER.token("{\"alg\":\"RS256\",\"kid\":\"k2\"}", claims), "no key");
        refuses(ISSUER.token("{\"alg\":\"RS256\",\"kid\":\"k3\"}", claims), "no key");
        refuses(ISSUER.token("{\"alg\":\"RS256\"}", claims), "no key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "base64", "jwk", "jwk in base64"})
    void aKeyMayComeInAnyForm(String form) throws Exception {
        settings.put(
                "mp.jwt.verify.publickey",
                switch (form) {
                    case "pem" -> ISSUER.pem();
                    case "base64" -> Base64.getEncoder().encodeToString(ISSUER.publicKey());
                    case "jwk" -> ISSUER.jwk("k1");
                    default -> Issuer.part(ISSUER.jwk(null));
                });
        assertThat(verifier().verify(ISSUER.token(claims()))).isNotNull();
        refuses(STRANGER.token(claims()), "no key");
    }

    @Test
    void withoutAKeyNoTokenHolds() {
        settings.clear();
        assertThat(verifier().isReady()).isFalse();
        refuses(ISSUER.token(claims()), "no key");
    }

    @Test
    void mistakesInSettingsAreTold() {
        String rsa = ISSUER.jwk("k1");
        mistaken("mp.jwt.verify.publickey", "nonsense", "no RSA public key");
        mistaken("mp.jwt.verify.publickey", "no sense!", "no RSA public key");
        mistaken("mp.jwt.verify.publickey", "{\"keys\":1}", "no RSA public key");
        mistaken("mp.jwt.verify.publickey", "{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}", "no RSA public key");
        mistaken("mp.jwt.verify.publickey", "{\"kty\":\"RSA\"}", "no RSA public key");
        mistaken("mp.jwt.verify.publickey", "{}", "no RSA key");
        mistaken("mp.jwt.verify.publickey", "{\"keys\":[]}", "no RSA key");
        mistaken("mp.jwt.verify.publickey", rsa.replace("\"RSA\"", "\"RSA\",\"use\":\"enc\""), "no RSA key");
        mistaken("mp.jwt.verify.publickey", new Issuer(1024).pem(), "shorter than 2048");
        mistaken("mp.jwt.verify.publickey", "-----BEGIN PRIVATE KEY-----", "private key");
        mistaken("mp.jwt.verify.publickey.algorithm", "ES256", "only RS256");
        mistaken("mp.jwt.verify.token.age", "a day", "number of seconds");
        mistaken("mp.jwt.verify.clock.skew", "-1", "number of seconds");
        mistaken("mp.jwt.decrypt.key.location", "/key.pem", "encrypted");
        settings.remove("mp.jwt.verify.issuer");
        mistaken("mp.jwt.verify.audiences", "x", "mp.jwt.verify.issuer is missing");
        settings.remove("mp.jwt.verify.publickey");
        settings.put("mp.jwt.verify.issuer", Issuer.NAME);
        mistaken("mp.jwt.verify.publickey.location", "/none.pem", "no such file");
        mistaken("mp.jwt.verify.publickey.location", "file:/none/at/all.pem", "cannot be read");
    }

    private void mistaken(String name, String value, String what) {
        String before = settings.put(name, value);
        assertThatThrownBy(this::verifier)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name.contains("audiences") ? "mp.jwt" : name)
                .hasMessageContaining(what);
        if (before == null) {
            settings.remove(name);
        } else {
            settings.put(name, before);
        }
    }

    @Test
    void keysThatHaveChangedAreReadAgainButNotOften() throws Exception {
        long[] nanos = {0};
        int[] readings = {0};
        Issuer[] issuer = {ISSUER};
        Keys keys = new Keys(
                () -> {
                    readings[0]++;
                    return KeySet.parse(issuer[0].pem());
                },
                KeySet.parse(ISSUER.pem()),
                () -> nanos[0]);
        TokenSettings read = TokenSettings.of(name -> Optional.ofNullable(settings.get(name)));
        TokenVerifier verifier = new TokenVerifier(read, keys, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
        issuer[0] = STRANGER;
        String renewed = STRANGER.token(claims());

        assertThatThrownBy(() -> verifier.verify(renewed)).isInstanceOf(BadTokenException.class);
        assertThat(readings[0]).isZero();
        nanos[0] += Keys.REST.toNanos();
        verifier.verify(renewed);
        assertThat(readings[0]).isEqualTo(1);
        assertThatThrownBy(() -> verifier.verify(ISSUER.token(claims()))).isInstanceOf(BadTokenException.class);
        assertThat(readings[0]).isEqualTo(1);
    }

    @Test
    void keysMayBeInAFileOrOnAServer(@TempDir Path folder) throws Exception {
        settings.remove("mp.jwt.verify.publickey");
        Path file = Files.writeString(folder.resolve("key of ours.pem"), ISSUER.pem());
        settings.put("mp.jwt.verify.publickey.location", file.toUri().toString());
        assertThat(verifier().verify(ISSUER.token(claims()))).isNotNull();
        refuses(STRANGER.token(claims()), "no key");

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = ("{\"keys\":[" + ISSUER.jwk("k1") + "]}").getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        settings.put("mp.jwt.verify.publickey.location", address + "/keys");
        TokenVerifier before = verifier();
        server.start();
        try {
            assertThat(before.verify(ISSUER.token(claims()))).isNotNull();
            refuses(STRANGER.token(claims()), "no key");
            settings.put("mp.jwt.verify.publickey.location", address + "/none");
            assertThatThrownBy(() -> verifier().verify(ISSUER.token(claims())))
                    .isInstanceOf(KeysUnknownException.class);
        } finally {
            server.stop(0);
        }
    }

    private TokenVerifier verifier(Keys keys) {
        return new TokenVerifier(
                TokenSettings.of(name -> Optional.ofNullable(settings.get(name))),
                keys,
                Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    }

    /** A server has few threads: no more than one waits for an address that does not answer. */
    @Test
    @Timeout(20)
    void whileOneReadsTheKeysNobodyWaitsForThem() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        TokenVerifier verifier = verifier(new Keys(
                () -> {
                    asked.countDown();
                    await(answers);
                    return KeySet.parse(ISSUER.pem());
                },
                null,
                () -> 0));
        String token = ISSUER.token(claims());
        CompletableFuture<Object> first = CompletableFuture.supplyAsync(() -> verified(verifier, token));
        asked.await();
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(KeysUnknownException.class);
        assertThatThrownBy(() -> verifier.verify(STRANGER.token(claims()))).isInstanceOf(KeysUnknownException.class);
        answers.countDown();
        assertThat(first.join()).isInstanceOf(Caller.class);
        assertThat(verifier.verify(token)).isNotNull();
        assertThatThrownBy(() -> verifier.verify(STRANGER.token(claims()))).isInstanceOf(BadTokenException.class);
    }

    /** Just when the keys come, a good token may be verified or not yet, but is not a bad one. */
    @Test
    @Timeout(60)
    void whileTheKeysComeNoGoodTokenIsBad() throws Exception {
        KeySet keys = KeySet.parse(ISSUER.pem());
        String token = ISSUER.token(claims());
        for (int round = 0; round < 20_000; round++) {
            AtomicBoolean go = new AtomicBoolean();
            int delay = round % 200;
            TokenVerifier verifier = verifier(new Keys(
                    () -> {
                        go.set(true);
                        spin(delay);
                        return keys;
                    },
                    null,
                    () -> 0));
            CompletableFuture<Void> fetching = CompletableFuture.runAsync(verifier::prepare);
            while (!go.get()) {
                Thread.onSpinWait();
            }
            assertThat(verified(verifier, token)).isNotInstanceOf(BadTokenException.class);
            fetching.join();
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    private static Object verified(TokenVerifier verifier, String token) {
        try {
            return verifier.verify(token);
        } catch (BadTokenException | RuntimeException refused) {
            return refused;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsAskedLessAndLess() {
        long[] nanos = {0};
        List<Long> asked = new ArrayList<>();
        TokenVerifier verifier = verifier(new Keys(
                () -> {
                    asked.add(Duration.ofNanos(nanos[0]).toSeconds());
                    throw new IOException("it does not answer");
                },
                null,
                () -> nanos[0]));
        for (int second = 0; second <= 200; second++) {
            nanos[0] = Duration.ofSeconds(second).toNanos();
            assertThatThrownBy(() -> verifier.verify(ISSUER.token(claims()))).isInstanceOf(KeysUnknownException.class);
        }
        assertThat(asked).containsExactly(0L, 10L, 30L, 70L, 130L, 190L);
    }

    /** Each byte in time, and all of them never. */
    @Test
    @Timeout(30)
    void anAnswerThatNeverEndsIsNotWaitedFor() throws Exception {
        settings.remove("mp.jwt.verify.publickey");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (over.getCount() > 0) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    over.await(100, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        server.start();
        settings.put(
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        try {
            assertThatThrownBy(() -> verifier().verify(ISSUER.token(claims())))
                    .isInstanceOf(KeysUnknownException.class);
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    @Test
    void keysThatCannotBeReadAgainStillHold() throws Exception {
        long[] nanos = {0};
        Keys keys = new Keys(
                () -> {
                    throw new IOException("gone");
                },
                KeySet.parse(ISSUER.pem()),
                () -> nanos[0]);
        nanos[0] += Duration.ofMinutes(1).toNanos();
        TokenVerifier verifier = new TokenVerifier(
                TokenSettings.of(name -> Optional.ofNullable(settings.get(name))),
                keys,
                Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
        assertThatThrownBy(() -> verifier.verify(STRANGER.token(claims()))).isInstanceOf(BadTokenException.class);
        assertThat(verifier.verify(ISSUER.token(claims()))).isNotNull();
    }
}
