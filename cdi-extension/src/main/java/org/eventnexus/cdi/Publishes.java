package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a method of an interface that publishes an event when it is called. The interface is a bean without any class that
 * implements it.
 *
 * <pre>{@code
 * @EventDomain("orders")
 * interface Orders {
 *     @Publishes("order.placed") CompletionStage<String> place(Order order, @Publishes.Key String customer);
 *     @Publishes("order.paid") void paid(Order order);
 * }
 *
 * @Inject Orders orders;
 * }</pre>
 *
 * <p><b>The interface</b> may have any access and may be nested; it has no type parameters and is not sealed. It is found
 * where it is injected into a bean, and, in an archive whose beans.xml says {@code all}, without that as well; it should be
 * injected into a bean if it is wanted in a servlet, say, or looked up. {@code @EventDomain} on the method, else on the
 * interface that is injected, names the domain, which exists by being named here; without either it is the one named
 * {@code default}. The bean is {@code @Dependent}, and has the interface's {@code @EventDomain} as a qualifier, beside
 * {@code @Default}. A class of your own that implements the interface, for a test say, is an {@code @Alternative}; an
 * interface that is {@code @Vetoed} is no bean. All abstract methods, inherited ones too, have this annotation; default and
 * static ones are called as they are.
 *
 * <p><b>The parameters.</b> One without an annotation is the payload, which may be null; with none, it is null.
 * {@link Key}, {@link Subject} and {@link Header} mark further ones. Or the only parameter is an
 * {@link org.eventnexus.EventDraft}, which is published as it is.
 *
 * <p><b>The return type</b> is {@link org.eventnexus.Publication}; or {@code CompletionStage<R>}, which is
 * {@link org.eventnexus.Publication#result} of the class {@code R}, and for {@code Void} completes with null instead of
 * the result; or {@code void}, and then nobody is told what becomes of the event.
 *
 * <p>Calls are publications as by {@link org.eventnexus.EventBus#publish(org.eventnexus.EventDraft)}: of the same order, held
 * by a full domain in the same way, from any thread. The bean is thread-safe, and serializable with beans that are passivated.
 * What the draft refuses (an empty subject, a control character) is thrown as {@link IllegalArgumentException}.
 * <b>Deployment fails</b>, in one message, if any of this does not hold.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface Publishes {

    /**
     * The type of the events. If neither this nor {@link #number} is given: that which the payload's class names, as with
     * {@link org.eventnexus.EventBus#publish(Object)}; the payload is then not null.
     */
    String value() default "";

    /** The numeric type of the events, one number. Not beside {@link #value}. */
    long[] number() default {};

    /** Marks the string parameter that is the event's key; null for none. */
    @Documented
    @Retention(RUNTIME)
    @Target(PARAMETER)
    @interface Key {}

    /** Marks the string parameter that is the event's subject; null for none. */
    @Documented
    @Retention(RUNTIME)
    @Target(PARAMETER)
    @interface Subject {}

    /** Marks a string parameter that is one of the event's headers; null for none. */
    @Documented
    @Retention(RUNTIME)
    @Target(PARAMETER)
    @interface Header {

        /** The header's name, letters and digits. */
        String value();
    }
}
