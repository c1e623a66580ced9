package org.eventnexus.benchmarks.gateway.inside;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Publishes inside the server, as fast as the domain takes it or at a rate, and says what the heap holds. */
@WebServlet("/inside/*")
public class Inside extends HttpServlet {
    @Inject
    private transient Domains domains;

    void take(@Subscribes("load.**") @EventDomain("load") NexusEvent<?> event) {
        // so that events are delivered, not unhandled
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getPathInfo()) {
            case "/publish" ->
                publish(
                        request.getParameter("domain"),
                        number(request, "count"),
                        number(request, "size"),
                        number(request, "rate"));
            case "/heap" -> {
                System.gc();
                System.gc();
                response.getWriter()
                        .print(ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed());
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void publish(String domain, int count, int size, int rate) {
        EventBus bus = domains.get(domain).bus();
        String filling = "x".repeat(size);
        long start = System.nanoTime();
        for (int n = 0; n < count; n++) {
            if (rate > 0) {
                await(start + TimeUnit.SECONDS.toNanos(n) / rate);
            }
            bus.publish("load.a", filling);
        }
    }

    private static void await(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static int number(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? 0 : Integer.parseInt(value);
    }
}
