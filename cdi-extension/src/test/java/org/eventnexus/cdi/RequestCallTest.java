package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.control.RequestContextController;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.Handler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9")
class RequestCallTest {
    private final List<Controller> made = new ArrayList<>();

    /** Refuses to be used by two at a time. */
    private static final class Controller implements RequestContextController {
        private boolean active;
        private int uses;

        @Override
        public boolean activate() {
            assertThat(active).isFalse();
            active = true;
            uses++;
            return true;
        }

        @Override
        public void deactivate() {
            assertThat(active).isTrue();
            active = false;
        }
    }

    private RequestCall call(Handler<Object> receiver) {
        return new RequestCall(receiver, () -> {
            var controller = new Controller();
            made.add(controller);
            return controller;
        });
    }

    @Test
    void aControllerIsUsedAgain() throws Exception {
        RequestCall call = call((event, context) -> "done");
        assertThat(call.handle(null, null)).isEqualTo("done");
        assertThat(call.handle(null, null)).isEqualTo("done");
        assertThat(made).hasSize(1);
        assertThat(made.get(0).uses).isEqualTo(2);
    }

    @Test
    void callsAtTheSameTimeHaveOneEach() throws Exception {
        RequestCall[] self = new RequestCall[1];
        self[0] = call((event, context) -> made.size() < 2 ? self[0].handle(event, context) : "deep");
        assertThat(self[0].handle(null, null)).isEqualTo("deep");
        assertThat(made).hasSize(2).noneMatch(controller -> controller.active);
    }

    @Test
    void theScopeEndsAfterAFailure() {
        RequestCall call = call((event, context) -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(() -> call.handle(null, null)).hasMessage("on purpose");
        assertThat(made).hasSize(1).noneMatch(controller -> controller.active);
    }
}
