package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
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
import org.eventnexus.Publication;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** What is loaded in the load tests: a domain with a receiver, and inside the server somebody who publishes fast. */
@ApplicationScoped
class LoadReceivers {

    void take(@Subscribes("load.**") @EventDomain("load") NexusEvent<?> event) {
        // so that events are delivered, not unhandled
    }

    /**
     * Publishes {@code count} events of a {@code size} into a {@code domain}, {@code rate} of them a second if that is
     * given, until one is refused; answers how many were not, and how many nanoseconds it took.
     */
    @WebServlet("/load/publish")
    @SuppressWarnings("serial")
    public static class Publisher extends HttpServlet {
        @Inject
        private transient Domains domains;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            EventBus bus = domains.get(request.getParameter("domain")).bus();
            int count = number(request, "count", 1);
            int rate = number(request, "rate", 0);
            String filling = "x".repeat(number(request, "size", 0));
            long start = System.nanoTime();
            int n = 0;
            for (boolean refused = false; n < count && !refused; n += refused ? 0 : 1) {
                if (rate > 0) {
                    await(start + TimeUnit.SECONDS.toNanos(n) / rate);
                }
                refused = bus.publish("load.a", n + " " + filling).status() == Publication.Status.REFUSED;
            }
            response.getWriter().print(n + " " + (System.nanoTime() - start));
        }

        private static void await(long time) {
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        private static int number(HttpServletRequest request, String name, int otherwise) {
            String value = request.getParameter(name);
            return value == null ? otherwise : Integer.parseInt(value);
        }
    }

    /** Answers how many bytes of the heap are in use after a collection. */
    @WebServlet("/load/heap")
    @SuppressWarnings("serial")
    public static class Heap extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            System.gc();
            response.getWriter()
                    .print(ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed());
        }
    }
}
