package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayAccessTest {
    private static final Caller ANYBODY = Caller.anonymous("127.0.0.1");
    private static final Caller CLERK = Caller.known("c", Set.of("clerk"), Instant.MAX);

    private final Map<String, String> settings = Map.of(
            "eventnexus.gateway.open.subscribe", "*",
            "eventnexus.gateway.half.subscribe", "*",
            "eventnexus.gateway.half.publish", "boss, clerk",
            "eventnexus.gateway.vault.publish", "clerk",
            "eventnexus.gateway.vault.admin", "boss",
            "eventnexus.gateway.empty.subscribe", "",
            "eventnexus.gateway.operations", "clerk");

    private final GatewayAccess access = new GatewayAccess(name -> Optional.ofNullable(settings.get(name)));

    @Test
    void isClosedByDefault() {
        assertThat(access.visible("other", CLERK)).isFalse();
        assertThat(access.visible("empty", CLERK)).isFalse();
        assertThat(access.decide("other", CLERK, Action.values())).isEqualTo(Decision.INVISIBLE);
    }

    @Test
    void aStarOpensToEverybody() {
        assertThat(access.decide("open", ANYBODY, Action.SUBSCRIBE)).isEqualTo(Decision.ALLOWED);
        assertThat(access.decide("open", CLERK, Action.SUBSCRIBE)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void rolesOpenToThoseWhoHaveThem() {
        assertThat(access.decide("half", CLERK, Action.PUBLISH)).isEqualTo(Decision.ALLOWED);
        assertThat(access.decide("vault", CLERK, Action.PUBLISH)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void whatIsVisibleButNotOpenIsToldApart() {
        assertThat(access.decide("half", ANYBODY, Action.PUBLISH)).isEqualTo(Decision.UNKNOWN_CALLER);
        assertThat(access.decide("vault", CLERK, Action.ADMIN)).isEqualTo(Decision.FORBIDDEN);
        assertThat(access.decide("vault", CLERK, Action.SUBSCRIBE)).isEqualTo(Decision.FORBIDDEN);
    }

    @Test
    void whoMayDoNothingSeesNothing() {
        assertThat(access.decide("vault", ANYBODY, Action.PUBLISH)).isEqualTo(Decision.INVISIBLE);
        assertThat(access.visible("vault", ANYBODY)).isFalse();
    }

    @Test
    void oneOfSeveralIsEnough() {
        assertThat(access.decide("half", ANYBODY, Action.PUBLISH, Action.SUBSCRIBE))
                .isEqualTo(Decision.ALLOWED);
    }

    @Test
    void operatorsAreThoseWithTheRole() {
        assertThat(access.operates(CLERK)).isTrue();
        assertThat(access.operates(ANYBODY)).isFalse();
        assertThat(new GatewayAccess(name -> Optional.empty()).operates(CLERK)).isFalse();
    }

    @Test
    void namesAreEverybodysWhereAStarIs() {
        assertThat(access.visibleToEverybody("half")).isTrue();
        assertThat(access.visibleToEverybody("vault")).isFalse();
        assertThat(access.visibleToEverybody("other")).isFalse();
    }
}
