package org.eventnexus.domain;

import org.junit.jupiter.api.Tag;

/** Batches in a queue by priority: where priorities are equal, the same as in any other. */
@Tag("AN-12")
@Tag("R3")
class ByPriorityBatchTest extends BatchTest {
    @Override
    HandEngine engine() {
        return HandEngine.byPriority();
    }
}
