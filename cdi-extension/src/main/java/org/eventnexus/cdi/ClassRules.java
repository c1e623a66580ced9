package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Interceptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import org.eventnexus.EventSource;

/** What a class with receivers must not be, and where in it receivers cannot be. */
record ClassRules(Problems problems, Bean<?> bean, AnnotatedType<?> type) {

    /**
     * Reports what is wrong.
     *
     * @param methods those with parameters that are said to take events, overridden ones included
     * @return whether the class may have receivers at all
     */
    boolean check(Collection<AnnotatedMethod<?>> methods) {
        boolean helper = bean instanceof Decorator || bean instanceof Interceptor;
        if (helper) {
            methods.forEach(this::inHelper);
        }
        type.getConstructors().stream()
                .filter(constructor -> !ReceiverReader.marked(constructor).isEmpty())
                .forEach(constructor -> problems.add(
                        MethodRules.OTHER_ROLE,
                        Places.of(bean.getBeanClass(), constructor.getJavaMember()),
                        "it takes events and is a constructor",
                        "write a method that takes them"));
        AbstractMethods.above(bean.getBeanClass()).stream()
                .filter(declared -> methods.stream().noneMatch(method -> implementsWithMark(method, declared)))
                .forEach(this::markIsNotInherited);
        if (methods.isEmpty()
                && bean.getBeanClass().isAnnotationPresent(EventDomain.class)
                && !bean.getTypes().contains(EventSource.class)
                && !MiddlewareReader.isMiddleware(bean)) {
            problems.add(
                    "ENX-0124",
                    bean.getBeanClass().getName(),
                    "it has @EventDomain, which names the domain of a class's receivers, and has no receiver",
                    "annotate the injection points that are meant, or the receivers' parameters");
        }
        return !helper;
    }

    private void inHelper(AnnotatedMethod<?> method) {
        problems.add(
                "ENX-0120",
                Places.of(bean.getBeanClass(), method.getJavaMember()),
                "its class is " + (bean instanceof Decorator ? "a decorator" : "an interceptor")
                        + ", which has no instance of its own to call",
                "move the method to a bean");
    }

    private static boolean implementsWithMark(AnnotatedMethod<?> method, Method declared) {
        Method java = method.getJavaMember();
        return !Modifier.isAbstract(java.getModifiers())
                && java.getName().equals(declared.getName())
                && java.getParameterCount() == declared.getParameterCount();
    }

    private void markIsNotInherited(Method declared) {
        problems.add(
                "ENX-0122",
                Places.of(bean.getBeanClass(), declared),
                "the annotation of its event parameter is on the abstract method of "
                        + declared.getDeclaringClass().getName() + ", from which no annotation is inherited",
                "annotate the parameter of the method that implements it");
    }
}
