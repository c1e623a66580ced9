package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.Bean;
import java.util.Comparator;
import java.util.Set;
import org.eventnexus.AsyncMiddleware;

/**
 * A bean that is a middleware, as found at deployment.
 *
 * @param priority its place among a domain's middlewares, lower first
 * @param domains the names of those whose events it sees
 */
record MiddlewareBean(Bean<?> bean, int priority, Set<String> domains) implements Located {
    static final Comparator<MiddlewareBean> ORDER =
            Comparator.comparingInt(MiddlewareBean::priority).thenComparing(MiddlewareBean::place);

    /** As {@link org.eventnexus.Nexus#middlewares} shows it. */
    String name() {
        return bean.getBeanClass().getSimpleName();
    }

    @Override
    public String place() {
        return bean.getBeanClass().getName();
    }

    boolean isAsync() {
        return bean.getTypes().contains(AsyncMiddleware.class);
    }
}
