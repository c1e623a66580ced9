package org.eventnexus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the type of the events whose payload is of this class.
 *
 * <pre>{@code
 * @EventType("order.placed")
 * record Order(String sku) {}
 *
 * orders.publish(new Order("lamp"));                       // an event of type order.placed
 * void show(@Subscribes @EventDomain("orders") Order order) // takes events of type order.placed
 * }</pre>
 *
 * <p>Without it, the type of such an event is the class's qualified name, as {@link Class#getName} has it. Subclasses inherit
 * the type, unless they name one of their own. It says nothing where a type is given, as in
 * {@link EventBus#publish(String, Object)}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The type; 1 to 256 printable characters without white space and {@code *}. */
    String value();
}
