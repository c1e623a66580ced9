package org.eventnexus.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSource;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;

/**
 * The instance of a source bean: made when the source is first needed, called in its module, and destroyed, if it is nobody
 * else's, when the source is closed; a push source that is started again is then made anew.
 *
 * @param <S> the kind of source
 */
final class SourceInstance<S extends EventSource> {
    private final BeanManager manager;
    private final Bean<?> bean;
    private final Class<S> kind;
    private final Executor module;
    private final Optional<Transactions> transactions;
    // Guarded by this.
    private S instance;
    private CreationalContext<?> own;
    private boolean closed;

    private SourceInstance(
            BeanManager manager, Bean<?> bean, Class<S> kind, Executor module, Optional<Transactions> transactions) {
        this.manager = manager;
        this.bean = bean;
        this.kind = kind;
        this.module = module;
        this.transactions = transactions;
    }

    /**
     * @param module runs on the calling thread
     * @param transactions empty if the server has none
     */
    static EventSource of(
            SourceBean source, BeanManager manager, Executor module, Optional<Transactions> transactions) {
        Class<? extends EventSource> kind = source.kinds().get(0);
        if (kind == PushSource.class) {
            return new Push(new SourceInstance<>(manager, source.bean(), PushSource.class, module, transactions));
        }
        if (kind == AsyncPullSource.class) {
            return new AsyncPull(
                    new SourceInstance<>(manager, source.bean(), AsyncPullSource.class, module, transactions));
        }
        return new Pull(new SourceInstance<>(manager, source.bean(), PullSource.class, module, transactions));
    }

    private synchronized S get() {
        if (closed) {
            throw new NoMoreEventsException(); // a pull source that was to be asked just when it was closed
        }
        if (instance == null) {
            instance = kind.cast(manager.isNormalScope(bean.getScope()) ? shared() : made());
        }
        return instance;
    }

    private Object shared() {
        return Beans.instance(manager, bean).get();
    }

    private Object made() {
        own = manager.createCreationalContext(bean);
        return manager.getReference(bean, kind, own);
    }

    private <T> T call(Callable<T> call) throws Exception {
        return ModuleTask.call(module, () -> TidyCall.of(call, transactions));
    }

    private synchronized void reopen() {
        closed = false;
    }

    private RetryPolicy restartPolicy() {
        return get().restartPolicy();
    }

    private void close() throws Exception {
        S closing;
        CreationalContext<?> destroying;
        synchronized (this) {
            closing = instance;
            destroying = own;
            instance = null;
            own = null;
            closed = true;
        }
        call(() -> {
            try {
                if (closing != null) {
                    closing.close();
                }
            } finally {
                if (destroying != null) {
                    destroying.release();
                }
            }
            return null;
        });
    }

    private record Pull(SourceInstance<PullSource> instance) implements PullSource {
        @Override
        public EventDraft<?> obtain() throws Exception {
            return instance.call(() -> instance.get().obtain());
        }

        @Override
        public RetryPolicy restartPolicy() {
            return instance.restartPolicy();
        }

        @Override
        public void close() throws Exception {
            instance.close();
        }
    }

    private record AsyncPull(SourceInstance<AsyncPullSource> instance) implements AsyncPullSource {
        @Override
        public CompletionStage<? extends EventDraft<?>> obtain() throws Exception {
            return instance.call(() -> instance.get().obtain());
        }

        @Override
        public RetryPolicy restartPolicy() {
            return instance.restartPolicy();
        }

        @Override
        public void close() throws Exception {
            instance.close();
        }
    }

    private record Push(SourceInstance<PushSource> instance) implements PushSource {
        @Override
        public void start(SourceContext context) throws Exception {
            instance.reopen();
            instance.call(() -> {
                instance.get().start(context);
                return null;
            });
        }

        @Override
        public RetryPolicy restartPolicy() {
            return instance.restartPolicy();
        }

        @Override
        public void close() throws Exception {
            instance.close();
        }
    }
}
