package org.eventnexus.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.Optional;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;

/**
 * The one bean of an application that decides who may read events, however many of its containers see its class: the first
 * container that brings it has its instance. Thread-safe.
 */
final class EventAccessRoster implements ApplicationAccess {
    private volatile Instance instance;

    /** Reports a second one, among a container's findings or beside what is here. */
    void check(List<EventAccessBean> found, Problems problems) {
        EventAccessBean first = instance != null ? instance.found : found.isEmpty() ? null : found.get(0);
        for (EventAccessBean other : found) {
            if (other.bean().getBeanClass() != first.bean().getBeanClass()
                    || instance == null && !other.equals(first)) {
                problems.add(
                        "ENX-0233",
                        other.place(),
                        "it decides who may read events, and so does " + first.place(),
                        "keep one EventAccess in the application, which may ask others");
            }
        }
    }

    void add(Container container) {
        if (instance == null && !container.findings().eventAccess().isEmpty()) {
            instance = new Instance(
                    container.manager(), container.findings().eventAccess().get(0));
        }
    }

    @Override
    public Optional<EventAccess> eventAccess() {
        return Optional.ofNullable(instance);
    }

    /** Destroys what was made, if it is nobody else's; the domains have stopped. */
    void close() {
        if (instance != null) {
            instance.close();
        }
    }

    /** The bean's instance, made when it is asked first. */
    private static final class Instance implements EventAccess {
        private final BeanManager manager;
        private final EventAccessBean found;
        private volatile EventAccess made;
        /** Guarded by this. */
        private CreationalContext<?> own;

        Instance(BeanManager manager, EventAccessBean found) {
            this.manager = manager;
            this.found = found;
        }

        @Override
        public boolean mayRead(Reader reader, NexusEvent<?> event) {
            EventAccess known = made;
            return (known != null ? known : make()).mayRead(reader, event);
        }

        private synchronized EventAccess make() {
            if (made == null) {
                Bean<?> bean = found.bean();
                own = manager.createCreationalContext(bean);
                made = (EventAccess) manager.getReference(bean, EventAccess.class, own);
            }
            return made;
        }

        synchronized void close() {
            if (own != null) {
                own.release();
                own = null;
            }
        }
    }
}
