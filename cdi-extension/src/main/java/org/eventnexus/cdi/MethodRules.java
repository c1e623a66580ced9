package org.eventnexus.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eventnexus.Publication;

/** What a receiver's method must not be. */
record MethodRules(BeanManager manager, Problems problems, Bean<?> bean, AnnotatedType<?> type) {
    static final String OTHER_ROLE = "ENX-0108";

    private static final List<Class<? extends Annotation>> ON_METHODS = List.of(
            Produces.class,
            Inject.class,
            PostConstruct.class,
            PreDestroy.class,
            AroundInvoke.class,
            AroundTimeout.class);
    private static final List<Class<? extends Annotation>> ON_PARAMETERS =
            List.of(Observes.class, ObservesAsync.class, Disposes.class);

    private static final List<Class<? extends Annotation>> OF_PARAMETERS = List.of(EventDomain.class, Priority.class);

    /** By name, because a server need not have them all. */
    private static final Set<String> NEVER_ACTIVE = Set.of(
            "jakarta.enterprise.context.SessionScoped",
            "jakarta.enterprise.context.ConversationScoped",
            "jakarta.transaction.TransactionScoped",
            "jakarta.faces.view.ViewScoped",
            "jakarta.faces.flow.FlowScoped");

    void check(AnnotatedMethod<?> method) {
        String place = Places.of(bean.getBeanClass(), method.getJavaMember());
        checkOtherRoles(method, place);
        checkInterceptors(method, place);
        checkScope(place);
        checkAnnotations(method, place);
        checkResult(method.getJavaMember().getReturnType(), place);
    }

    private void checkOtherRoles(AnnotatedMethod<?> method, String place) {
        Stream<Class<? extends Annotation>> roles = Stream.concat(
                ON_METHODS.stream().filter(method::isAnnotationPresent),
                ON_PARAMETERS.stream()
                        .filter(role -> method.getParameters().stream().anyMatch(p -> p.isAnnotationPresent(role))));
        roles.findFirst()
                .ifPresent(role -> problems.add(
                        OTHER_ROLE,
                        place,
                        "it takes events and has @" + role.getSimpleName() + " as well",
                        "write a method for each"));
    }

    private void checkInterceptors(AnnotatedMethod<?> method, String place) {
        int modifiers = method.getJavaMember().getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            interceptorBinding(method)
                    .or(() -> interceptorBinding(type))
                    .ifPresent(binding -> problems.add(
                            "ENX-0107",
                            place,
                            "@" + binding.getSimpleName() + " would not work, because interceptors do not see "
                                    + (Modifier.isPrivate(modifiers) ? "private" : "static") + " methods",
                            "make the method package-private and not static, or take the annotation away"));
        }
    }

    private Optional<Class<? extends Annotation>> interceptorBinding(Annotated annotated) {
        return annotated.getAnnotations().stream()
                .<Class<? extends Annotation>>map(Annotation::annotationType)
                .flatMap(this::withStereotypes)
                .filter(manager::isInterceptorBinding)
                .findFirst();
    }

    private Stream<Class<? extends Annotation>> withStereotypes(Class<? extends Annotation> annotation) {
        return manager.isStereotype(annotation)
                ? manager.getStereotypeDefinition(annotation).stream()
                        .<Class<? extends Annotation>>map(Annotation::annotationType)
                        .flatMap(this::withStereotypes)
                : Stream.of(annotation);
    }

    private void checkScope(String place) {
        if (NEVER_ACTIVE.contains(bean.getScope().getName())) {
            problems.add(
                    "ENX-0111",
                    place,
                    "its bean is @" + bean.getScope().getSimpleName()
                            + ", and no such scope is active on a domain's loop",
                    "move the method to an @ApplicationScoped bean");
        }
    }

    private void checkAnnotations(AnnotatedMethod<?> method, String place) {
        OF_PARAMETERS.stream()
                .filter(method::isAnnotationPresent)
                .forEach(misplaced -> problems.add(
                        "ENX-0123",
                        place,
                        "@" + misplaced.getSimpleName() + " has no effect on the method",
                        "put it on the parameter that takes the event, or on the class"));
    }

    private void checkResult(Class<?> type, String place) {
        boolean waitedFor = CompletionStage.class.isAssignableFrom(type);
        if (!waitedFor && (Future.class.isAssignableFrom(type) || type == Publication.class)) {
            problems.add(
                    "ENX-0125",
                    place,
                    "it returns a " + type.getSimpleName() + ", which nobody waits for",
                    "return a CompletionStage"
                            + (type == Publication.class ? ", which the publication's result() gives" : ""));
        }
    }
}
