package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.Bean;
import java.util.List;
import java.util.Set;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventSource;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;

/**
 * A bean that is a source of events, as found at deployment.
 *
 * @param bean a managed bean, or a producer's
 * @param name as {@link org.eventnexus.Nexus#sources} shows it: the class's, or that of the producer
 * @param place the class, or the producer
 * @param domains the names of those whose events it brings
 */
record SourceBean(Bean<?> bean, String name, String place, Set<String> domains) implements Located {
    private static final List<Class<? extends EventSource>> KINDS =
            List.of(PullSource.class, AsyncPullSource.class, PushSource.class);

    /** What makes a source the same in several containers of one application. */
    record Key(Class<?> beanClass, String place) {}

    Key key() {
        return new Key(bean.getBeanClass(), place);
    }

    /** The kinds of sources that it is one of; exactly one if it is in order. */
    List<Class<? extends EventSource>> kinds() {
        return KINDS.stream().filter(bean.getTypes()::contains).toList();
    }
}
