package org.eventnexus;

import java.util.Optional;
import java.util.Set;

/**
 * Decides, event by event, who may read what the gateway shows: a bean that an application may provide, one for all of it.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class OwnOrders implements EventAccess {
 *     public boolean mayRead(Reader reader, NexusEvent<?> event) {
 *         return reader.name().isPresent() && reader.name().equals(event.subject());
 *     }
 * }
 * }</pre>
 *
 * <p>It is asked about events of domains that the caller may read at all, on streams, in history, in {@code next}, by id and
 * for an event's outcome. An event that it denies is to that caller as if it were not there; their positions then have
 * holes. It is not asked about receivers, dead letters and what the application itself reads. Where there is no such bean
 * nobody is asked, and it costs nothing.
 *
 * <p>The bean is application-scoped or dependent, or an enterprise bean. It is called by several threads at a time, those of
 * requests and those that the domains share, without a request scope or a transaction of its own, once or several times for
 * each event and client: it should decide by what it has at hand, and not block. What may be read should depend on the
 * event and the reader alone, as an event that has been delivered is not taken back. If it throws, the event is denied, and
 * that is logged, though not each time.
 */
@FunctionalInterface
public interface EventAccess {

    /**
     * Whether somebody may read an event.
     *
     * @param event not null; a payload that came over HTTP is an {@link EncodedPayload}
     */
    boolean mayRead(Reader reader, NexusEvent<?> event);

    /**
     * Who wants to read.
     *
     * @param name the subject of the reader's token; empty for who is anonymous
     * @param roles the token's groups, unmodifiable
     */
    record Reader(Optional<String> name, Set<String> roles) {
        public Reader {
            roles = Set.copyOf(roles);
        }
    }
}
