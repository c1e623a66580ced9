package org.eventnexus.domain;

import org.junit.jupiter.api.Tag;

/** The way into a full queue: in a queue by priority, where priorities are equal, the same as in any other. */
@Tag("AN-12")
@Tag("R3")
class ByPriorityAdmissionTest extends AdmissionTest {
    @Override
    HandEngine engine() {
        return HandEngine.byPriority();
    }
}
