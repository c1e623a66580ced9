/**
 * EventNexus in Jakarta EE, and in Java SE with CDI.
 *
 * <h2>A program</h2>
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Shop {
 *   @Inject @EventDomain("orders") EventBus orders;
 *
 *   public CompletionStage<String> buy(Order order) {
 *     return orders.publish("order.placed", order).result(String.class);
 *   }
 *
 *   String reserve(@Handles("order.placed") @EventDomain("orders") Order order, Stock stock) {
 *     return stock.reserve(order.sku());           // the one handler; its return value is the result
 *   }
 *
 *   void show(@Subscribes("order.**") @EventDomain("orders") NexusEvent<Order> event, Board board) {
 *     board.add(event);                            // any number, in the domain's order
 *   }
 *
 *   void mail(@SubscribesAsync("order.placed") @EventDomain("orders") Order order, Mailer mailer) {
 *     mailer.send(order);                          // from a lane of its own: never delays the domain
 *   }
 * }
 * }</pre>
 *
 * <p>A domain exists because an annotation names it, or because it is configured. {@link org.eventnexus.cdi.EventDomain}
 * names one at an injection point of {@link org.eventnexus.EventBus} or {@link org.eventnexus.Nexus}, beside
 * {@link org.eventnexus.cdi.Handles}, {@link org.eventnexus.cdi.Subscribes} or
 * {@link org.eventnexus.cdi.SubscribesAsync}, or on a class for all of its receivers;
 * without it the domain is the one named {@code default}. {@link org.eventnexus.Domains} is injected where names are known
 * only at run time.
 *
 * <p>A bean that is an {@link org.eventnexus.EventSource} brings events into the domain that {@code @EventDomain} on its
 * class names, or on the producer that makes it; a push source may name several. It is started when the domain is and closed
 * with it, in its module's context. A {@code @Dependent} one is made for that and destroyed after it.
 *
 * <p>An interface with {@link org.eventnexus.cdi.Publishes} on its methods is a bean whose calls publish.
 *
 * <h2>Settings</h2>
 *
 * <p>Read once, at deployment, from MicroProfile Config: in a file {@code META-INF/microprofile-config.properties} (in an
 * EAR, best of a jar in its {@code lib}), or in system properties or environment variables. Without MicroProfile Config
 * there are defaults.
 *
 * <pre>
 * eventnexus.domain.orders.capacity=1024          events that may wait
 * eventnexus.domain.orders.overflow=await         or fail
 * eventnexus.domain.orders.await-timeout=10s      or PT10S, 500ms, 2m, 1h
 * eventnexus.domain.orders.in-flight=1            events that may be unfinished at a time
 * eventnexus.domain.orders.unhandled=count        or error, or dead-letter
 * eventnexus.domain.orders.max-secondaries=10000  emitted for one event
 * eventnexus.domain.orders.retention=1000         events that the log keeps
 * eventnexus.domain.orders.retention-bytes=67108864  of encoded payloads, that the log keeps
 * eventnexus.domain.orders.multiple=false         or true: all matching handlers take an event
 * eventnexus.domain.orders.drain-timeout=10s      for what is left at undeployment
 * eventnexus.domain.orders.retry-attempts=1       calls of a receiver that fails, in all; see RetryPolicy
 * eventnexus.domain.orders.retry-delay=100ms      before the second of them; doubled for each further one
 * eventnexus.domain.orders.retry-max-delay=10s    at most
 * eventnexus.domain.orders.dead-letter=false       whether what fails for good is kept; see DeadLetters
 * eventnexus.domain.orders.dead-letters=1000      how many of these
 * eventnexus.domain.orders.lane-capacity=1024     events that may wait in the lane of a {@literal @}SubscribesAsync
 * eventnexus.domain.orders.lane-full=fail         that delivery; or pause: the domain waits
 * eventnexus.domain.orders.max-concurrent=0       events that all lanes work on at once; 0 for no limit
 * eventnexus.domain.orders.slow-receiver=1s       a receiver that keeps the domain waiting for longer is logged
 * eventnexus.domain.orders.cdi=both                or in, out, none: see EventDomain
 * eventnexus.bridge.orders.observe=com.acme.Order  whose CDI events are published in the domain ...to, as ...type
 * eventnexus.boundary.out.from=orders             makes a boundary, see org.eventnexus.Boundary
 * eventnexus.boundary.out.to=billing              into this domain
 * eventnexus.boundary.out.select=order.**         which events, separated by commas; default: all
 * eventnexus.boundary.out.type=bill.due           of the forwarded events; default: their own
 * eventnexus.boundary.out.replies=true            whether publications wait for what comes back
 * eventnexus.boundary.out.capacity=50             events that may wait there
 * eventnexus.boundary.out.overflow=await          or fail, or drop-newest
 * eventnexus.work.orders.pack.concurrency=1..8    items that a collector of this work queue works on at once
 * eventnexus.work.orders.pack.order=fifo          or priority, lifo; further ones are in docs/reference/configuration.md
 * eventnexus.threads=2                            for all domains; default: one for each core, at least 2
 * </pre>
 *
 * <p>Other settings that start with {@code eventnexus.} are a deployment problem, except {@code eventnexus.gateway.*} and
 * {@code eventnexus.demo.*}, which belong to other parts.
 *
 * <h2>Deployment</h2>
 *
 * <p>The jar lies in an EAR's {@code lib}, and then the domains are shared by all modules of the EAR; or in a WAR's
 * {@code WEB-INF/lib}; or, in Java SE, on the class path. Whatever is wrong with receivers and settings fails the
 * deployment with one message that names everything: an id, the class and method or the setting and its source, and how to
 * mend it. Only parameters that no bean can be injected into may be told a moment later, when the WAR comes up.
 *
 * <h2>Start and stop</h2>
 *
 * <p>Domains start when all modules that have receivers are up; what was published before, by observers of
 * {@link jakarta.enterprise.event.Startup} say, waits in the queue. When the application is undeployed or the server is
 * stopped, {@link org.eventnexus.cdi.DomainsStopping} is fired, new events are refused, and those that were admitted are
 * handled within the drain timeout, while all beans still live. Threads are the container's; other parts of an application
 * may share them, see {@link org.eventnexus.cdi.ApplicationThreads}.
 */
package org.eventnexus.cdi;
