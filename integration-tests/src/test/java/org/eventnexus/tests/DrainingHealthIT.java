package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that drains is not ready any more. */
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class DrainingHealthIT {
    private static final Path RELEASED =
            Path.of("target", "draining-released.txt").toAbsolutePath();

    /** WildFly answers nobody's question for its health while it undeploys, and then the check is gone. */
    private static final boolean HELD_BACK = "wildfly".equals(System.getProperty("arquillian.launch"));

    /** Tells where the server is, which a deployment says only while it is there. */
    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "draining-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "drained", managed = false, testable = false)
    static EnterpriseArchive drained() {
        return Deployments.hub(OperationsReceivers.SETTINGS, OperationsReceivers.class);
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    @Tag("H-9.03")
    void itIsNotReadyWhileItDrains(@ArquillianResource @OperateOnDeployment("server") URL server) throws Exception {
        Files.deleteIfExists(RELEASED);
        Health health = new Health(server);
        deployer.deploy("drained");
        try {
            assertThat(health.ofEventNexus("/ready").getString("status")).isEqualTo("UP");
            Rest rest = new Rest(URI.create(new URL(server, "/nexus/api/").toString()));
            rest.post("domains/second/events?type=hold", Rest.JSON, "\"" + RELEASED + "\"")
                    .is(202);
            CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> look(health));
            long before = System.nanoTime();
            deployer.undeploy("drained"); // ends when the receiver does, or after four seconds of draining
            assertThat(Duration.ofNanos(seen.join().lastUp() - before)).isLessThan(Duration.ofSeconds(2));
            assertThat(seen.join().then()).isIn(HELD_BACK ? List.of("DOWN", "gone") : List.of("DOWN"));
            assertThat(health.ofEventNexus("/ready"))
                    .as("what is gone has no check")
                    .isNull();
        } finally {
            Files.deleteIfExists(RELEASED);
        }
    }

    /**
     * What was seen of the check.
     *
     * @param lastUp when it was last said to be up
     * @param then what it was afterwards
     */
    private record Seen(long lastUp, String then) {}

    /** Looks until it is not up any more, and lets the receiver go then. */
    private static Seen look(Health health) {
        try {
            long lastUp = System.nanoTime();
            JsonObject ready = health.ofEventNexus("/ready");
            while (ready != null && ready.getString("status").equals("UP")) {
                lastUp = System.nanoTime();
                ready = health.ofEventNexus("/ready");
            }
            return new Seen(lastUp, ready == null ? "gone" : ready.getString("status"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            release();
        }
    }

    private static void release() {
        try {
            Files.createFile(RELEASED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
