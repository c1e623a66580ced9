package org.eventnexus.cdi;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.function.Function;
import org.eventnexus.EventSelector;
import org.eventnexus.EventType;
import org.eventnexus.NexusEvent;
import org.eventnexus.PayloadException;

/**
 * What a receiver's event parameter takes.
 *
 * @param payload the payload's class, never a primitive
 * @param envelope whether it takes the event around the payload
 * @param nullable whether it takes null for a payload
 */
record EventParameter(Class<?> payload, boolean envelope, boolean nullable) {

    /**
     * @param arguments what the bean's class says of type variables
     * @throws IllegalArgumentException if the type depends on a type variable that stays open
     */
    static EventParameter of(Type declared, TypeArguments arguments) {
        if (isOpen(declared, arguments)) {
            throw new IllegalArgumentException(
                    "the event parameter's type " + declared.getTypeName() + " has a type variable");
        }
        Type type = arguments.resolve(declared);
        if (type == NexusEvent.class) {
            return new EventParameter(Object.class, true, true);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == NexusEvent.class) {
            return new EventParameter(erase(generic.getActualTypeArguments()[0], arguments), true, true);
        }
        Class<?> erased = erase(type, arguments);
        return new EventParameter(MethodType.methodType(erased).wrap().returnType(), false, !erased.isPrimitive());
    }

    private static boolean isOpen(Type declared, TypeArguments arguments) {
        Type type = arguments.resolve(declared);
        if (type instanceof ParameterizedType generic) {
            return anyOpen(generic.getActualTypeArguments(), arguments);
        }
        if (type instanceof WildcardType wildcard) {
            return anyOpen(wildcard.getUpperBounds(), arguments) || anyOpen(wildcard.getLowerBounds(), arguments);
        }
        return type instanceof GenericArrayType array
                ? isOpen(array.getGenericComponentType(), arguments)
                : !(type instanceof Class<?>);
    }

    private static boolean anyOpen(Type[] types, TypeArguments arguments) {
        return Arrays.stream(types).anyMatch(type -> isOpen(type, arguments));
    }

    private static Class<?> erase(Type declared, TypeArguments arguments) {
        Type type = arguments.resolve(declared);
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return erase(wildcard.getUpperBounds()[0], arguments);
        }
        return type instanceof GenericArrayType array
                ? erase(array.getGenericComponentType(), arguments).arrayType()
                : (Class<?>) type;
    }

    /**
     * Which events are meant if nothing else is said.
     *
     * @throws IllegalArgumentException if the payload's class names a malformed type
     */
    EventSelector selector() {
        if (payload.isAnnotationPresent(EventType.class)) {
            return EventSelector.type(payload);
        }
        return payload == Object.class ? EventSelector.any() : EventSelector.payload(payload);
    }

    /** Makes an event the parameter's argument. */
    Function<NexusEvent<?>, Object> argument() {
        if (envelope) {
            return payload == Object.class ? event -> event : this::decoded;
        }
        return nullable ? event -> event.payload(payload) : this::present;
    }

    private NexusEvent<?> decoded(NexusEvent<?> event) {
        Object given = event.payload();
        return given == null || payload.isInstance(given)
                ? event
                : new DecodedEvent<Object>(event, event.payload(payload));
    }

    private Object present(NexusEvent<?> event) {
        Object value = event.payload(payload);
        if (value == null) {
            throw new PayloadException("there is no payload, and the receiver wants a primitive value", null);
        }
        return value;
    }
}
