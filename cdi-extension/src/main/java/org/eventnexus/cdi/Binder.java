package org.eventnexus.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;

/**
 * Makes receivers callable, as simply as what they use allows.
 *
 * @param manager sees what the receivers' classes see
 * @param domain whose events they take
 */
record Binder(BeanManager manager, Nexus domain) {

    /** @throws jakarta.enterprise.inject.InjectionException if there is not exactly one bean for a parameter */
    Handler<Object> bind(Receiver receiver) {
        Arguments arguments = Arguments.of(receiver, manager, domain);
        Handler<Object> call = call(receiver, arguments);
        return needsRequest(receiver, arguments)
                ? new RequestCall(call, manager.createInstance().select(RequestContextController.class)::get)
                : call;
    }

    private Handler<Object> call(Receiver receiver, Arguments arguments) {
        MethodHandle method = Invocable.of(receiver.method(), arguments.origins());
        Function<NexusEvent<?>, Object> event = receiver.event().argument();
        if (isStatic(receiver)) {
            return arguments.injected().isEmpty()
                    ? new PlainCall(method, () -> null, event)
                    : new InjectedCall(manager, method, call -> null, event, arguments.injected());
        }
        Bean<?> bean = receiver.bean();
        if (Beans.isDependent(bean)) {
            return new InjectedCall(
                    manager,
                    method,
                    call -> manager.getReference(bean, Object.class, call),
                    event,
                    arguments.injected());
        }
        var instance = Beans.instance(manager, bean);
        return arguments.injected().isEmpty()
                ? new PlainCall(method, instance, event)
                : new InjectedCall(manager, method, call -> instance.get(), event, arguments.injected());
    }

    private static boolean isStatic(Receiver receiver) {
        return Modifier.isStatic(receiver.method().getModifiers());
    }

    private boolean needsRequest(Receiver receiver, Arguments arguments) {
        Set<Bean<?>> seen = new HashSet<>();
        Stream<Bean<?>> beans = isStatic(receiver)
                ? arguments.beans().stream()
                : Stream.concat(Stream.of(receiver.bean()), arguments.beans().stream());
        return beans.anyMatch(bean -> Beans.needsRequest(manager, bean, seen));
    }
}
