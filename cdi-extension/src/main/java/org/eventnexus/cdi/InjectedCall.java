package org.eventnexus.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a receiver for which something is made at each call, and destroyed when the call and its stage have ended. */
final class InjectedCall implements Handler<Object> {
    private final BeanManager manager;
    private final MethodHandle method;
    private final Reference instance;
    private final Function<NexusEvent<?>, Object> argument;
    private final List<Reference> injected;

    InjectedCall(
            BeanManager manager,
            MethodHandle method,
            Reference instance,
            Function<NexusEvent<?>, Object> argument,
            List<Reference> injected) {
        this.manager = manager;
        this.method = method.asSpreader(Object[].class, injected.size());
        this.instance = instance;
        this.argument = argument;
        this.injected = List.copyOf(injected);
    }

    /** Something that a call uses. */
    @FunctionalInterface
    interface Reference {
        /** @param call what is made for this call is destroyed with */
        Object get(CreationalContext<?> call);
    }

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        CreationalContext<?> call = manager.createCreationalContext(null);
        Object result = null;
        try {
            result = invoke(call, event, context);
        } finally {
            if (!(result instanceof CompletionStage)) {
                call.release();
            }
        }
        return result instanceof CompletionStage<?> stage
                ? stage.whenComplete((value, error) -> call.release())
                : result;
    }

    private Object invoke(CreationalContext<?> call, NexusEvent<?> event, HandlerContext context) throws Exception {
        Object first = argument.apply(event);
        Object bean = instance.get(call);
        Object[] further = new Object[injected.size()];
        for (int i = 0; i < further.length; i++) {
            further[i] = injected.get(i).get(call);
        }
        try {
            return (Object) method.invokeExact(bean, first, context, further);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }
}
