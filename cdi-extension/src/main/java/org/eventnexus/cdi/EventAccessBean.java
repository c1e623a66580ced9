package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Interceptor;
import java.util.Optional;
import org.eventnexus.EventAccess;

/** A bean that decides who may read events, as found at deployment. */
record EventAccessBean(Bean<?> bean) implements Located {

    /** A bean, if it is one that decides; in another scope it could not be asked. */
    static Optional<EventAccessBean> read(Bean<?> bean, BeanManager manager, Problems problems) {
        if (!bean.getTypes().contains(EventAccess.class) || bean instanceof Decorator || bean instanceof Interceptor) {
            return Optional.empty();
        }
        EventAccessBean found = new EventAccessBean(bean);
        Class<?> scope = bean.getScope();
        if (manager.isNormalScope(bean.getScope()) && scope != ApplicationScoped.class) {
            problems.add(
                    "ENX-0234",
                    found.place(),
                    "it is an EventAccess and @" + scope.getSimpleName() + ", and no such scope is active on streams",
                    "make it @ApplicationScoped or @Dependent");
        }
        return Optional.of(found);
    }

    @Override
    public String place() {
        return bean.getBeanClass().getName();
    }
}
