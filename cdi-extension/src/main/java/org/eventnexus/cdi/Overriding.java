package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Which methods a class has: its own, and those inherited that nothing overrides. */
final class Overriding {
    private Overriding() {}

    /** Whether a method is one that somebody wrote, and that no class or interface from the bean's upwards overrides. */
    static boolean isVisible(Method method, Class<?> beanClass) {
        if (method.isSynthetic()) {
            return false; // a bridge carries the annotations of the method that it leads to
        }
        for (Class<?> type = beanClass;
                type != null && type != method.getDeclaringClass();
                type = type.getSuperclass()) {
            if (Arrays.stream(type.getDeclaredMethods()).anyMatch(other -> overrides(other, method))) {
                return false;
            }
        }
        return !method.isDefault() || isNearest(method, beanClass);
    }

    /** Whether no interface below overrides an interface's method. */
    private static boolean isNearest(Method method, Class<?> beanClass) {
        try {
            return beanClass
                    .getMethod(method.getName(), method.getParameterTypes())
                    .equals(method);
        } catch (NoSuchMethodException hidden) {
            return true;
        }
    }

    private static boolean overrides(Method lower, Method upper) {
        return lower.getName().equals(upper.getName())
                && Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes())
                && !Modifier.isPrivate(lower.getModifiers())
                && isOverridable(upper, lower.getDeclaringClass());
    }

    private static boolean isOverridable(Method upper, Class<?> from) {
        int modifiers = upper.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return false;
        }
        return Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers)
                || from.getPackage() == upper.getDeclaringClass().getPackage();
    }
}
