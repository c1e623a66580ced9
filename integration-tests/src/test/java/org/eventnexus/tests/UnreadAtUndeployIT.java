package org.eventnexus.tests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Answers that nobody reads when their application is undeployed: they do not outlive it. */
@Tag("BX-06")
@Tag("R12")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class UnreadAtUndeployIT {
    private static final int CLIENTS = 5;
    /** So many times each client asks, lest the answers fit into what its connection takes. */
    private static final int TIMES = 20;

    /** Tells where the server is, which a deployment says only while it is there. */
    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "unread-at-undeploy-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "hub", managed = false, testable = false)
    static EnterpriseArchive hub() {
        return Deployments.loaded("""
                eventnexus.gateway.answer-timeout=10m
                eventnexus.domain.load.retention=2000
                eventnexus.gateway.load.subscribe=*
                """);
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    void whoHasNotReadThemIsHungUpOn(@ArquillianResource @OperateOnDeployment("server") URL server) throws Exception {
        Load load = new Load(new URL(server, "/nexus/"));
        List<Socket> clients = new ArrayList<>();
        deployer.deploy("hub");
        try {
            load.publish("load", 2_000, 2_000);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(asks(server));
            }
            for (Socket client : clients) {
                await().atMost(30, TimeUnit.SECONDS)
                        .until(() -> client.getInputStream().available() > 0);
            }
        } finally {
            deployer.undeploy("hub");
        }
        for (Socket client : clients) {
            await().atMost(30, TimeUnit.SECONDS).until(() -> isHungUpOn(client));
            client.close();
        }
    }

    private static Socket asks(URL server) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4_096);
        client.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String request = "GET /nexus/api/domains/load/events?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n";
        client.getOutputStream().write(request.repeat(TIMES).getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** The connection takes no more requests. */
    private static boolean isHungUpOn(Socket client) {
        try {
            client.getOutputStream().write('\r');
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
