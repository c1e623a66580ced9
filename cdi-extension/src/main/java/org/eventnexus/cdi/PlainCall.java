package org.eventnexus.cdi;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Calls a receiver whose instance lives on and of whose arguments only the event changes. Most receivers are of this kind,
 * so it makes nothing that would have to be collected.
 */
record PlainCall(MethodHandle method, Supplier<Object> instance, Function<NexusEvent<?>, Object> argument)
        implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        Object bean = instance.get();
        Object first = argument.apply(event);
        try {
            return (Object) method.invokeExact(bean, first, context);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }
}
