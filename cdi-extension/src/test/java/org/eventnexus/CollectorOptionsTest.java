package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a collector takes part in a work queue: what is wrong is told where it is said. */
@Tag("EC-01")
class CollectorOptionsTest {
    private static final String LONGEST = "x".repeat(EventDraft.MAX_LENGTH);

    @Test
    void aNameHasOneTo256Characters() {
        assertThat(CollectorOptions.named(LONGEST).name()).isEqualTo(LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectorOptions.named(""))
                .withMessage("a collector's name has 0 characters, not 1 to 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectorOptions.named(LONGEST + "x"))
                .withMessage("a collector's name has 257 characters, not 1 to 256");
        assertThatNullPointerException()
                .isThrownBy(() -> CollectorOptions.named(null))
                .withMessageContaining("a collector's name");
    }

    @Test
    void theNameIsTheKeyUnlessThereIsAnother() {
        assertThat(CollectorOptions.named("a").key()).isEqualTo("a");
        assertThat(CollectorOptions.named("a").key("b")).satisfies(options -> {
            assertThat(options.name()).isEqualTo("a");
            assertThat(options.key()).isEqualTo("b");
        });
    }

    @Test
    void whatIsOutOfRangeIsTold() {
        CollectorOptions options = CollectorOptions.named("a");
        assertThatIllegalArgumentException().isThrownBy(() -> options.key(""));
        assertThatIllegalArgumentException().isThrownBy(() -> options.topics("ok", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> options.concurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.concurrency(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> options.deadline(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.deadline(Duration.ofDays(2)));
    }
}
