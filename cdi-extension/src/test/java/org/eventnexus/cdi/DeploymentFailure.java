package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.List;

/** What a deployment that must fail says. */
final class DeploymentFailure {
    private DeploymentFailure() {}

    /** The one message of EventNexus: its headline, and a line for each problem. The container may put words around it. */
    static List<String> lines(Class<?>... beans) {
        Throwable failure = catchThrowable(() -> Started.with(beans).close());
        assertThat(failure).isInstanceOfAny(DeploymentException.class, DefinitionException.class);
        assertThat(failure).hasMessageContaining("ENX-0100 ");
        String message = failure.getMessage();
        return message.substring(message.indexOf("ENX-0100 "))
                .lines()
                .takeWhile(line -> line.startsWith("ENX-0100 ") || line.startsWith("  ENX-"))
                .toList();
    }

    /** Whether some line tells of a problem by its id, where it is, and how it is mended. */
    static void tells(List<String> lines, String id, Class<?> nest, String what, String mend) {
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  " + id + ' ' + nest.getName() + '$')
                        .contains(what)
                        .contains(mend)
                        .contains(". To mend it, ")
                        .endsWith("."));
    }
}
