package org.eventnexus.source;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventSource;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;

/** The sources of an engine's domains, each as long as it is registered with one. Thread-safe. */
public final class SourceRegistry {
    private final Surroundings surroundings;
    /** By identity; the hub of a push source, else the source itself. Guarded by this. */
    private final Map<EventSource, Object> registered = new IdentityHashMap<>();

    public SourceRegistry(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /**
     * @param policy that of the source if null
     * @throws MisconfiguredSourceException if the source is there already and cannot be there twice, or is not of one kind
     */
    Registration register(String name, EventSource source, RetryPolicy policy, DomainSources domain) {
        requireOneKind(name, source);
        if (source instanceof PushSource push) {
            return registerPush(name, push, policy, domain);
        }
        AsyncPullSource asked = source instanceof PullSource pull
                ? () -> CompletableFuture.completedFuture(pull.obtain())
                : (AsyncPullSource) source;
        synchronized (this) {
            if (registered.putIfAbsent(source, source) != null) {
                throw new MisconfiguredSourceException("ENX-0030 the source '" + name
                        + "' cannot be registered with the"
                        + " domain '" + domain.inlet().name() + "': it is registered already, and asked for its events"
                        + " there; only a push source may have several domains");
            }
        }
        Executor executor = source instanceof PullSource ? surroundings.blockingExecutor() : surroundings.executor();
        return new PullLoop(
                name,
                domain,
                source,
                asked,
                new Restarts(name, source, policy),
                new Relay(surroundings, executor),
                this);
    }

    private static void requireOneKind(String name, EventSource source) {
        long kinds = Stream.of(PullSource.class, AsyncPullSource.class, PushSource.class)
                .filter(kind -> kind.isInstance(source))
                .count();
        if (kinds != 1) {
            throw new MisconfiguredSourceException("ENX-0038 the source '" + name + "' implements " + kinds
                    + " of PullSource, AsyncPullSource and PushSource, not one");
        }
    }

    private synchronized Registration registerPush(
            String name, PushSource source, RetryPolicy policy, DomainSources domain) {
        var last = (PushHub) registered.get(source);
        if (last != null) {
            var slot = new PushSlot(name, domain, last);
            if (last.add(slot)) {
                return slot;
            }
        }
        var hub = new PushHub(source, new Restarts(name, source, policy), this, last);
        var slot = new PushSlot(name, domain, hub);
        hub.add(slot);
        registered.put(source, hub);
        return slot;
    }

    synchronized void forget(EventSource source, Object asRegistered) {
        registered.remove(source, asRegistered);
    }

    synchronized int size() {
        return registered.size();
    }
}
