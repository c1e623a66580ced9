package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that is undeployed handles what it has taken, while its beans live; deployed again it starts afresh. */
@Tag("R12")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
class UndeployIT {
    private static final int COUNT = 500;
    private static final Path JOURNAL =
            Path.of("target", "undeploy-journal.txt").toAbsolutePath();

    /** Tells where the server is, which a deployment says only while it is there. */
    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "undeploy-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "ear", managed = false, testable = false)
    static EnterpriseArchive ear() {
        return ShrinkWrap.create(EnterpriseArchive.class, "undeployed-ear.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsModule(receiver(ShrinkWrap.create(WebArchive.class, "undeployed-module.war")));
    }

    @Deployment(name = "war", managed = false, testable = false)
    static WebArchive war() {
        return receiver(Deployments.war("undeployed-war.war"));
    }

    private static WebArchive receiver(WebArchive war) {
        return war.addClasses(SlowReceiver.class)
                .addAsResource(new StringAsset(JOURNAL.toString()), SlowReceiver.FILE_NAME);
    }

    @ArquillianResource
    Deployer deployer;

    @BeforeEach
    void startANewJournal() throws IOException {
        Files.deleteIfExists(JOURNAL);
    }

    @Test
    void anEarDrainsAndStartsAfresh(@ArquillianResource @OperateOnDeployment("server") URL server) throws Exception {
        drainsTwice("ear", new URL(server, "/undeployed-module/"));
    }

    @Test
    void aWarDrainsAndStartsAfresh(@ArquillianResource @OperateOnDeployment("server") URL server) throws Exception {
        drainsTwice("war", new URL(server, "/undeployed-war/"));
    }

    private void drainsTwice(String deployment, URL url) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int life = 1; life <= 2; life++) {
            deployer.deploy(deployment);
            String answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + "publish?count=" + COUNT))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(answer).isEqualTo("published " + COUNT);
            deployer.undeploy(deployment);
            expected.add("started");
            IntStream.rangeClosed(1, COUNT).mapToObj(i -> "taken " + i).forEach(expected::add);
            expected.add("gone");
        }
        List<String> journal = Files.readAllLines(JOURNAL);
        assertThat(journal).filteredOn("stopping"::equals).hasSize(2);
        assertThat(journal).filteredOn(line -> !line.equals("stopping")).isEqualTo(expected);
        assertThat(journal.indexOf("stopping"))
                .as("events were left when it was undeployed")
                .isLessThan(journal.indexOf("taken " + COUNT));
    }
}
