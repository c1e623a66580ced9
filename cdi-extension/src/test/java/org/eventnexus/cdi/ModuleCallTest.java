package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9")
class ModuleCallTest {

    /** Wraps what is thrown, as some servers' proxies do. */
    private final Executor wrapping = task -> {
        try {
            task.run();
        } catch (Throwable any) {
            throw new IllegalStateException("wrapped", any);
        }
    };

    @Test
    void givesBackTheResult() throws Exception {
        assertThat(new ModuleCall((event, context) -> "result", wrapping).handle(null, null))
                .isEqualTo("result");
    }

    @Test
    void whatIsThrownComesOutAsItIs() {
        var checked = new IOException("on purpose");
        var error = new AssertionError("on purpose");
        assertThatThrownBy(() -> new ModuleCall(
                                (event, context) -> {
                                    throw checked;
                                },
                                wrapping)
                        .handle(null, null))
                .isSameAs(checked);
        assertThatThrownBy(() -> new ModuleCall(
                                (event, context) -> {
                                    throw error;
                                },
                                wrapping)
                        .handle(null, null))
                .isSameAs(error);
    }
}
