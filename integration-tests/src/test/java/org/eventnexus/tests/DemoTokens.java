package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** Tokens of the demo, as the README says that one gets them. */
final class DemoTokens {
    private static final Path DEMO = Path.of("..", "demo").toAbsolutePath().normalize();

    /** As {@code mvn -Prun} names it: what the build has made. */
    private static final Path KEY = DEMO.resolve("target/keys/public.pem");

    private DemoTokens() {}

    /** The demo with the key by which it knows these tokens. */
    static EnterpriseArchive demo() {
        return Deployments.set(
                Deployments.demo(),
                "mp.jwt.verify.publickey.location",
                KEY.toUri().toString());
    }

    static String of(String group) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "demo/Token.java", group)
                .directory(DEMO.getParent().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String token = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(java.waitFor()).isZero();
        return token;
    }
}
