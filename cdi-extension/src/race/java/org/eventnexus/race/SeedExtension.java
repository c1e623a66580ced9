package org.eventnexus.race;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives a test its {@link Chance}, and says with a failure which seed it was. */
final class SeedExtension implements ParameterResolver, TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(SeedExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chance.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Long given = Long.getLong(Chance.SEED);
        var chance =
                new Chance(given != null ? given : ThreadLocalRandom.current().nextLong());
        context.getStore(NAMESPACE).put(Chance.class, chance);
        return chance;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        var chance = context.getStore(NAMESPACE).get(Chance.class, Chance.class);
        String seed = chance == null ? "" : " (again with -D" + Chance.SEED + "=" + chance.seed() + ")";
        throw new AssertionError(failure.getMessage() + seed, failure);
    }
}
