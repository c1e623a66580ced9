package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("BX-01")
@Tag("R1")
class SubscriberOrderTest {

    @ApplicationScoped
    static class Beta {
        String last(@Subscribes("x") @Priority(9000) Object any) {
            return "beta.last";
        }

        String first(@Subscribes("x") @Priority(1) Object any) {
            return "beta.first";
        }

        String b(@Subscribes("x") Object any) {
            return "beta.b";
        }

        String a(@Subscribes("x") Object any) {
            return "beta.a";
        }

        String a(@Subscribes("x") String text) {
            return "beta.a2";
        }
    }

    @ApplicationScoped
    static class Alpha {
        String z(@Subscribes("x") Object any) {
            return "alpha.z";
        }
    }

    @Priority(100)
    @ApplicationScoped
    static class Urgent {
        String byClass(@Subscribes("x") Object any) {
            return "urgent.class";
        }

        String byParameter(@Subscribes("x") @Priority(3000) Object any) {
            return "urgent.parameter";
        }
    }

    @ApplicationScoped
    static class Overlapping {
        String once(@Subscribes({"a.b", "a.*", "a.**", "**"}) NexusEvent<?> event) {
            return event.type();
        }
    }

    @Test
    void byPriorityThenClassThenSignature() {
        try (var app = Started.with(Beta.class, Urgent.class, Alpha.class)) {
            assertThat(app.publish("x", "text").results())
                    .extracting(Result::value)
                    .containsExactlyElementsOf(List.of(
                            "beta.first",
                            "urgent.class",
                            "alpha.z",
                            "beta.a",
                            "beta.a2",
                            "beta.b",
                            "urgent.parameter",
                            "beta.last"));
        }
    }

    @Test
    void anEventThatSeveralSelectorsSelectIsDeliveredOnce() {
        try (var app = Started.with(Overlapping.class)) {
            for (String type : List.of("a.b", "a.c", "a.b.c", "b")) {
                assertThat(app.publish(type, null).results())
                        .as(type)
                        .extracting(Result::value)
                        .containsExactly(type);
            }
        }
    }
}
