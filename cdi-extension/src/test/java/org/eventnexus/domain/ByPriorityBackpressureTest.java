package org.eventnexus.domain;

import org.junit.jupiter.api.Tag;

/** Loops that publish into each other: in a queue by priority, where priorities are equal, the same as in any other. */
@Tag("AN-12")
@Tag("R5")
class ByPriorityBackpressureTest extends BackpressureTest {
    @Override
    HandEngine engine() {
        return HandEngine.byPriority();
    }
}
