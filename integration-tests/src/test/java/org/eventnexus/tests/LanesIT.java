package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Methods with lanes run on the container's threads, with their module around them and nothing of the publisher's; a slow one
 * delays nobody, and has what it was given before the application is gone.
 */
@Tag("R2")
@Tag("R9")
@Tag("R12")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
class LanesIT {
    static final int SLOW = LaneReceivers.COUNT;
    private static final Tokens TOKENS = new Tokens();
    private static final Path JOURNAL = Path.of("target", "lanes-journal.txt").toAbsolutePath();
    private static final String ON_OWN_THREAD = ", module lanes, thread eventnexus-source-";

    /** Tells where the server is, which a deployment says only while it is there. */
    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "lanes-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "lanes", managed = false, testable = false)
    static EnterpriseArchive ear() {
        JavaArchive settings = ShrinkWrap.create(JavaArchive.class, "settings.jar")
                .addAsResource(new StringAsset(TOKENS.settings()), "META-INF/microprofile-config.properties");
        WebArchive war = ShrinkWrap.create(WebArchive.class, "lanes.war")
                .addClasses(
                        LaneReceivers.class, LaneReceivers.Api.class, LaneReceivers.Lookers.class, Surroundings.class)
                .addAsResource(new StringAsset(JOURNAL.toString()), LaneReceivers.FILE_NAME);
        return ShrinkWrap.create(EnterpriseArchive.class, "lanes-ear.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibrary(settings)
                .addAsModule(war);
    }

    @ArquillianResource
    Deployer deployer;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private String get(URL server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(new URL(server, "/lanes/api/") + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", TOKENS.of("alice"))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    void lanesRunOnTheirOwnThreadsAndAreDrained(@ArquillianResource @OperateOnDeployment("server") URL server)
            throws Exception {
        Files.deleteIfExists(JOURNAL);
        deployer.deploy("lanes");
        for (int i = 0; i < 5; i++) {
            assertThat(get(server, "lanes").lines())
                    .containsExactly(
                            Surroundings.of("none", "none", "none", "own") + ON_OWN_THREAD,
                            Surroundings.of("none", "none", "nobody", "own") + ON_OWN_THREAD,
                            Surroundings.of("alice", "active", "alice", "own"));
        }
        assertThat(get(server, "lanes/slow")).isEqualTo("COMPLETED, the lane has most of it");
        deployer.undeploy("lanes");
        assertThat(Files.readAllLines(JOURNAL))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, SLOW).mapToObj(String::valueOf).toList());
    }
}
