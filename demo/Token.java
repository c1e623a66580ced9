import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints a token that the demo takes, for an hour and for the groups that are given: {@code java demo/Token.java keeper}.
 * It is signed with the key that the build has made.
 */
final class Token {
    private static final String KEY = "target/keys/private.pem";
    private static final int SECONDS = 3_600;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Token() {}

    public static void main(String[] groups) throws IOException, GeneralSecurityException {
        if (groups.length == 0 || Arrays.stream(groups).anyMatch(group -> !group.matches("[\\w.@-]+"))) {
            fail("usage: java demo/Token.java GROUP…   such as keeper, or publisher");
        }
        long now = Instant.now().getEpochSecond();
        String text = part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"demo\"}") + '.'
                + part("{\"iss\":\"https://eventnexus.example/demo\",\"aud\":\"eventnexus\""
                        + ",\"sub\":\"" + groups[0] + "\",\"upn\":\"" + groups[0] + "@eventnexus.example\""
                        + ",\"jti\":\"" + UUID.randomUUID() + "\",\"iat\":" + now + ",\"exp\":" + (now + SECONDS)
                        + ",\"groups\":" + Arrays.stream(groups).collect(Collectors.joining("\",\"", "[\"", "\"]"))
                        + "}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        System.out.println(text + '.' + URL.encodeToString(signature.sign()));
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** From the project's top folder or from the demo's. */
    private static PrivateKey key() throws IOException, GeneralSecurityException {
        Path file = Stream.of(Path.of("demo", KEY), Path.of(KEY))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        if (file == null) {
            fail("there is no demo/" + KEY + ": build the demo first (mvn -Prun, or mvn package),"
                    + " and call this from the project's folder");
        }
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static void fail(String why) {
        System.err.println(why);
        System.exit(2);
    }
}
