package org.eventnexus.race;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test whose outcome may depend on who is first. It takes its random choices from a {@link Chance} parameter, and runs
 * once in {@code mvn verify} and again and again in {@code mvn verify -Prace}; see {@link Rounds}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag(Race.TAG)
@ExtendWith(SeedExtension.class)
public @interface Race {
    /** The tag of all such tests. */
    String TAG = "race";
}
