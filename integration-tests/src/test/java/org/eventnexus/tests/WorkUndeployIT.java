package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
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

/**
 * An EAR whose two WARs have each a collector of one work queue is undeployed while items wait, are worked on and wait for
 * another attempt: each is accounted for, the log tells what was left, and the same EAR works again.
 */
@Tag("R12")
@Tag("R7")
@Tag("EC-01")
@ExtendWith(ArquillianExtension.class)
@Timeout(180)
class WorkUndeployIT {
    private static final Path FIGURES =
            Path.of("target", "work-at-undeploy.txt").toAbsolutePath();

    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "work-undeploy-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "ear", managed = false, testable = false)
    static EnterpriseArchive ear() {
        String settings = """
                eventnexus.domain.left.drain-timeout=1s
                eventnexus.gateway.left.subscribe=*
                """;
        return Deployments.ear(
                "work-undeploy.ear",
                settings,
                ShrinkWrap.create(WebArchive.class, "quick.war")
                        .addClasses(WorkUndeployedQuick.class)
                        .addAsResource(new StringAsset(FIGURES.toString()), WorkUndeployedQuick.FILE_NAME),
                ShrinkWrap.create(WebArchive.class, "stuck.war").addClasses(WorkUndeployedStuck.class));
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    void itemsThatWaitAndThoseInServiceAreAccountedForAndTheEarWorksAgain(
            @ArquillianResource @OperateOnDeployment("server") URL server) throws Exception {
        for (int generation = 1; generation <= 2; generation++) {
            Files.deleteIfExists(FIGURES);
            ServerLog log = ServerLog.fromNowOn();
            deployer.deploy("ear");
            Rest rest = new Rest(URI.create(new URL(server, "/gateway/api/").toString()));
            Awaitility.await()
                    .until(() ->
                            rest.get("domains/left").is(200).object().getInt("published") == WorkUndeployedQuick.ITEMS);
            deployer.undeploy("ear");

            assertThat(Files.readAllLines(FIGURES))
                    .as("generation %d", generation)
                    .containsExactly(
                            "published 30, abandoned 30, waiting 0",
                            "quick: taken 30, done 30, failed 0, abandoned 0, waiting 0, busy 0",
                            "stuck: taken 30, done 0, failed 0, abandoned 30, waiting 0, busy 0");
            Awaitility.await("Payara writes its log a moment later")
                    .until(() ->
                            !linesOf(log, "ENX-0151 domains [left] stopped").isEmpty());
            assertThat(linesOf(log, "ENX-0054"))
                    .as("generation %d, before that", generation)
                    .singleElement()
                    .asString()
                    .contains("the domain 'left' stopped with events left in work queues: {loads/stuck={loads=30}}");
        }
    }

    /** Not the complaints: in Payara's layout the message is in the line after its level's. */
    private static List<String> linesOf(ServerLog log, String message) throws IOException {
        return log.lines().stream().filter(line -> line.contains(message)).toList();
    }
}
