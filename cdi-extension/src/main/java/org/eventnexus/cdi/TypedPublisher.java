package org.eventnexus.cdi;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;

/** What stands behind an interface whose methods publish. Thread-safe. */
final class TypedPublisher implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    private final Class<?> face;
    private final transient Domains domains;
    private final transient Map<Method, Call> calls = new HashMap<>();
    /** Of default methods: take the publisher and the arguments. */
    private final transient Map<Method, MethodHandle> bodies = new HashMap<>();

    private record Call(EventBus bus, PublisherMethod method) {}

    /** @param domains has those of the interface, and can be serialized if this is to be */
    private TypedPublisher(PublisherInterface publisher, Domains domains) {
        this.face = publisher.face();
        this.domains = domains;
        publisher
                .methods()
                .forEach((method, publishing) -> calls.put(
                        method, new Call(domains.get(publishing.domain()).bus(), publishing)));
        Arrays.stream(face.getMethods()).filter(Method::isDefault).forEach(method -> bodies.put(method, body(method)));
    }

    /** Not by {@link InvocationHandler#invokeDefault}, which calls no method of an interface that is not public. */
    private static MethodHandle body(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(method + " cannot be called", closed);
        }
    }

    static Object of(PublisherInterface publisher, Domains domains) {
        Class<?> face = publisher.face();
        return Proxy.newProxyInstance(
                face.getClassLoader(), new Class<?>[] {face}, new TypedPublisher(publisher, domains));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Call call = calls.get(method);
        if (call != null) {
            return call.method().call(call.bus(), arguments);
        }
        MethodHandle body = bodies.get(method);
        return body != null ? body.invokeExact(proxy, arguments) : ofObject(method, arguments);
    }

    private Object ofObject(Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> isSame(arguments[0]);
            case "hashCode" -> face.hashCode();
            default -> "publisher " + face.getName();
        };
    }

    /** Whether something is a publisher of the same interface in the same application, as each injection has its own. */
    private boolean isSame(Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof TypedPublisher publisher
                && publisher.face == face
                && publisher.calls.keySet().equals(calls.keySet())
                && calls.keySet().stream()
                        .allMatch(method -> publisher.calls.get(method).bus()
                                == calls.get(method).bus());
    }

    private Object writeReplace() {
        return new Passivated(face, domains);
    }

    /** What is kept of one in a bean that is passivated. */
    private record Passivated(Class<?> face, Domains domains) implements Serializable {

        private Object readResolve() {
            var publisher = new PublisherReader(new Problems()).read(face, Set.of(face));
            return new TypedPublisher(publisher, domains);
        }
    }
}
