package org.eventnexus.cdi;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.function.Function;
import org.eventnexus.EventSelector;
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

    /** @throws IllegalArgumentException if the type depends on a type variable */
    static EventParameter of(Type type) {
        if (isVariable(type)) {
            throw new IllegalArgumentException(
                    "the event parameter's type " + type.getTypeName() + " has a type variable");
        }
        if (type == NexusEvent.class) {
            return new EventParameter(Object.class, true, true);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == NexusEvent.class) {
            return new EventParameter(erase(generic.getActualTypeArguments()[0]), true, true);
        }
        Class<?> declared = erase(type);
        return new EventParameter(MethodType.methodType(declared).wrap().returnType(), false, !declared.isPrimitive());
    }

    private static boolean isVariable(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(EventParameter::isVariable);
        }
        if (type instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(EventParameter::isVariable)
                    || Arrays.stream(wildcard.getLowerBounds()).anyMatch(EventParameter::isVariable);
        }
        return type instanceof GenericArrayType array
                ? isVariable(array.getGenericComponentType())
                : !(type instanceof Class<?>);
    }

    private static Class<?> erase(Type type) {
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return erase(wildcard.getUpperBounds()[0]);
        }
        return type instanceof GenericArrayType array
                ? erase(array.getGenericComponentType()).arrayType()
                : (Class<?>) type;
    }

    /** Which events are meant if nothing else is said. */
    EventSelector selector() {
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
