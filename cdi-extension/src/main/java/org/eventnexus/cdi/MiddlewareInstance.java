package org.eventnexus.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.CompletionStage;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware;
import org.eventnexus.Middleware.Decision;

/** The instance of a middleware bean: made with the first event, and destroyed, if it is nobody else's, at the end. */
final class MiddlewareInstance {
    private final BeanManager manager;
    private final Bean<?> bean;
    private volatile Object instance;
    /** Guarded by this. */
    private CreationalContext<?> own;

    MiddlewareInstance(BeanManager manager, Bean<?> bean) {
        this.manager = manager;
        this.bean = bean;
    }

    Decision decide(EventDraft<?> draft) throws Exception {
        return ((Middleware) get()).decide(draft);
    }

    CompletionStage<Decision> decideLater(EventDraft<?> draft) throws Exception {
        return ((AsyncMiddleware) get()).decide(draft);
    }

    private Object get() {
        Object made = instance;
        return made != null ? made : make();
    }

    private synchronized Object make() {
        if (instance == null && manager.isNormalScope(bean.getScope())) {
            instance = Beans.instance(manager, bean).get();
        } else if (instance == null) {
            own = manager.createCreationalContext(bean);
            instance = manager.getReference(bean, bean.getBeanClass(), own);
        }
        return instance;
    }

    synchronized void close() {
        if (own != null) {
            own.release();
            own = null;
        }
    }
}
