package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that ask for large answers and do not read them: they hold no thread, and only so much memory for so long. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class UnreadAnswersIT {
    private static final int DOMAINS = 200;
    private static final int CLIENTS = 40;
    /** So many times each client asks, lest an answer fits into what its connection takes. */
    private static final int TIMES = 20;

    private static final int SMALL_BUFFER = 4_096;
    private static final long MIB = 1 << 20;

    @ArquillianResource
    URL page;

    private final List<Socket> clients = new ArrayList<>();
    private Load load;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        StringBuilder settings = new StringBuilder("""
                eventnexus.gateway.answer-timeout=2s
                eventnexus.domain.load.retention=2000
                eventnexus.gateway.load.subscribe=*
                """);
        for (int i = 0; i < DOMAINS; i++) { // so that the pages that tell of all of them are large
            settings.append("eventnexus.domain.one-of-many-").append(i).append(".capacity=10\n");
            settings.append("eventnexus.gateway.one-of-many-").append(i).append(".subscribe=*\n");
        }
        return Deployments.loaded(settings.toString());
    }

    @BeforeEach
    void start() throws Exception {
        load = new Load(page);
        load.publish("load", 2_000, 2_000);
        await().atMost(20, TimeUnit.SECONDS).until(this::mayAsk); // whatever the test before has left unread
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
    }

    private Socket asks(String path) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(SMALL_BUFFER);
        client.connect(new InetSocketAddress(page.getHost(), page.getPort()));
        String request = "GET " + page.getPath() + path + " HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n";
        client.getOutputStream().write(request.repeat(TIMES).getBytes(StandardCharsets.US_ASCII));
        clients.add(client);
        return client;
    }

    private void othersAreServedWhileManyAskFor(String path) throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            asks(path);
        }
        await().atMost(30, TimeUnit.SECONDS).until(this::allAreAnswered);
        await().atMost(20, TimeUnit.SECONDS).until(this::isServedAtOnce);
    }

    /** At some time, as the machine may be busy; while no thread is left, never. */
    private boolean isServedAtOnce() throws Exception {
        long before = System.nanoTime();
        load.figures("load");
        return System.nanoTime() - before < TimeUnit.SECONDS.toNanos(1);
    }

    private boolean allAreAnswered() throws IOException {
        for (Socket client : clients) {
            if (client.getInputStream().available() == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean mayAsk() throws Exception {
        return load.rest().get("domains/load/events?limit=1000").status() == 200;
    }

    @Test
    void pagesOfHistory() throws Exception {
        long before = load.heap();
        othersAreServedWhileManyAskFor("api/domains/load/events?limit=1000");
        // pages are made before there is leave to send them, and those being made are in the heap too
        await().atMost(20, TimeUnit.SECONDS).until(() -> load.heap() - before < 64 * MIB);
        await().atMost(20, TimeUnit.SECONDS).until(this::mayAsk);
    }

    @Test
    void figures() throws Exception {
        othersAreServedWhileManyAskFor("metrics");
    }

    @Test
    void domains() throws Exception {
        othersAreServedWhileManyAskFor("api/domains");
    }

    /** What it would read afterwards must not look like the rest of the answer. */
    @Test
    void whoReadsNothingIsHungUpOn() throws Exception {
        Socket client = asks("api/domains/load/events?limit=1000");
        await().atMost(20, TimeUnit.SECONDS).until(() -> isHungUpOn(client));
        InputStream in = client.getInputStream();
        client.setSoTimeout(10_000);
        long read = 0;
        byte[] portion = new byte[8_192];
        try {
            for (int count = in.read(portion); count >= 0; count = in.read(portion)) {
                read += count;
            }
        } catch (java.net.SocketException reset) {
            // as well
        }
        assertThat(read).isLessThan(TIMES * 2 * MIB);
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

    @Test
    void whoReadsSlowlyGetsItAll() throws Exception {
        Socket client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(SMALL_BUFFER);
        client.connect(new InetSocketAddress(page.getHost(), page.getPort()));
        client.getOutputStream()
                .write(("GET " + page.getPath()
                                + "api/domains/load/events?limit=1000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        client.setSoTimeout(10_000);
        InputStream in = client.getInputStream();
        StringBuilder all = new StringBuilder();
        byte[] portion = new byte[64 * 1_024];
        for (int count = in.read(portion); count >= 0; count = in.read(portion)) {
            all.append(new String(portion, 0, count, StandardCharsets.US_ASCII));
            TimeUnit.MILLISECONDS.sleep(20); // a slow line, and longer in all than a client may read nothing
        }
        assertThat(all.substring(0, 12)).isEqualTo("HTTP/1.1 200");
        assertThat(all.charAt(all.length() - 1)).isEqualTo('}');
        int head = all.indexOf("\r\n\r\n") + 4;
        assertThat(all.substring(0, head).toLowerCase(java.util.Locale.ROOT))
                .contains("content-length: " + (all.length() - head) + "\r\n");
    }
}
