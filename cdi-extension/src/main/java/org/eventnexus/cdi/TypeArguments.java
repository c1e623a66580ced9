package org.eventnexus.cdi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/** What a class says of the type variables of its superclasses and interfaces. */
final class TypeArguments {
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    private TypeArguments() {}

    static TypeArguments of(Class<?> type) {
        var found = new TypeArguments();
        found.collect(type);
        return found;
    }

    private void collect(Class<?> type) {
        if (type != null) {
            add(type.getGenericSuperclass());
            for (Type face : type.getGenericInterfaces()) {
                add(face);
            }
            collect(type.getSuperclass());
            for (Class<?> face : type.getInterfaces()) {
                collect(face);
            }
        }
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                arguments.put(variables[i], generic.getActualTypeArguments()[i]);
            }
        }
    }

    /** The type that a variable stands for; the last variable if the class leaves it open; any other type itself. */
    Type resolve(Type type) {
        Type resolved = type;
        while (resolved instanceof TypeVariable<?> && arguments.containsKey(resolved)) {
            resolved = arguments.get(resolved);
        }
        return resolved;
    }
}
