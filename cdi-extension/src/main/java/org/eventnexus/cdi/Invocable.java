package org.eventnexus.cdi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.List;
import org.eventnexus.HandlerContext;

/**
 * A receiver's method in a form in which every receiver's looks alike: {@code (Object instance, Object event,
 * HandlerContext, Object injected...) -> Object}, with as many trailing parameters as are injected for each call.
 */
final class Invocable {
    private static final MethodType LEADING =
            MethodType.methodType(Object.class, Object.class, Object.class, HandlerContext.class);

    /** Where an argument of the method comes from. */
    sealed interface Origin {}

    /** The event, or its payload. */
    record FromEvent() implements Origin {}

    /** The event's {@link HandlerContext}. */
    record FromContext() implements Origin {}

    /** The same at each call. */
    record Constant(Object value) implements Origin {}

    /** Injected at each call. */
    record Injected() implements Origin {}

    private Invocable() {}

    /** @param origins one for each parameter, in their order */
    static MethodHandle of(Method method, List<Origin> origins) {
        MethodHandle handle = withInstance(method);
        for (int i = origins.size() - 1; i >= 0; i--) { // from the last, so that the positions before it stay
            if (origins.get(i) instanceof Constant constant) {
                handle = MethodHandles.insertArguments(handle, i + 1, constant.value());
            }
        }
        return reordered(
                handle,
                origins.stream().filter(origin -> !(origin instanceof Constant)).toList());
    }

    private static MethodHandle withInstance(Method method) {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            return Modifier.isStatic(method.getModifiers())
                    ? MethodHandles.dropArguments(handle, 0, Object.class)
                    : handle;
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot call " + method, impossible);
        }
    }

    private static MethodHandle reordered(MethodHandle handle, List<Origin> origins) {
        int injected = 0;
        int[] order = new int[origins.size() + 1];
        MethodType from = handle.type().generic();
        for (int i = 0; i < origins.size(); i++) {
            if (origins.get(i) instanceof FromContext) {
                from = from.changeParameterType(i + 1, HandlerContext.class);
                order[i + 1] = 2;
            } else {
                order[i + 1] = origins.get(i) instanceof FromEvent ? 1 : LEADING.parameterCount() + injected++;
            }
        }
        MethodType uniform = LEADING.appendParameterTypes(Collections.nCopies(injected, Object.class));
        return MethodHandles.permuteArguments(handle.asType(from), uniform, order);
    }
}
