import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Makes the demo's key pair, afresh in each build: {@code java MakeKeys.java FOLDER} writes private.pem and public.pem. */
final class MakeKeys {
    private MakeKeys() {}

    public static void main(String[] folder) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Path into = Files.createDirectories(Path.of(folder[0]));
        write(into.resolve("private.pem"), "PRIVATE KEY", keys.getPrivate().getEncoded());
        write(into.resolve("public.pem"), "PUBLIC KEY", keys.getPublic().getEncoded());
    }

    /** In one step: a server that runs may be reading it. */
    private static void write(Path file, String what, byte[] key) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        Files.createFile(half);
        half.toFile().setReadable(false, false);
        half.toFile().setReadable(true, true); // for its owner only
        Files.writeString(half, "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END " + what + "-----\n");
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
