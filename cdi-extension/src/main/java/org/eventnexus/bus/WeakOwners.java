package org.eventnexus.bus;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.eventnexus.WeakSubscriber;

/**
 * The owners of weak subscribers. Whoever comes by ends the subscriptions of those that have been collected: no thread waits
 * for that. Guarded by the index, but for {@link #endCollected}, which is thread-safe.
 */
final class WeakOwners {
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Map<Receiver, Owner> owners = new HashMap<>();

    private static final class Owner extends WeakReference<Object> {
        private final Receiver receiver;

        private Owner(Object owner, ReferenceQueue<Object> queue, Receiver receiver) {
            super(owner, queue);
            this.receiver = receiver;
        }
    }

    void add(Receiver receiver) {
        if (receiver.target() instanceof WeakSubscriber<?, ?> weak) {
            weak.owner().ifPresent(owner -> owners.put(receiver, new Owner(owner, collected, receiver)));
        }
    }

    void remove(Receiver receiver) {
        Owner owner = owners.isEmpty() ? null : owners.remove(receiver);
        if (owner != null) {
            owner.clear();
        }
    }

    /** Without the index's lock. */
    void endCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            ((Owner) gone).receiver.end();
        }
    }
}
