package org.eventnexus.domain;

import org.junit.jupiter.api.Tag;

/** Secondary events: in a queue by priority, where priorities are equal, the same as in any other. */
@Tag("AN-12")
@Tag("R4")
class ByPrioritySecondaryEventsTest extends SecondaryEventsTest {
    @Override
    HandEngine engine() {
        return HandEngine.byPriority();
    }
}
