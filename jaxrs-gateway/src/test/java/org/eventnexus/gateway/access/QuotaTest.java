package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotaTest {
    private final Quota quota = new Quota(10, 6);

    @Test
    void eachCallerHasABoundAndAllHaveOne() {
        Quota.Share first = quota.share("a");
        assertThat(first.take(6)).isTrue();
        assertThat(first.take(1)).isFalse();
        assertThat(quota.share("a").take(1)).isFalse();
        Quota.Share second = quota.share("b");
        assertThat(second.take(5)).isFalse();
        assertThat(second.take(4)).isTrue();
        assertThat(quota.share("c").take(1)).isFalse();
        first.giveBack();
        assertThat(quota.share("c").take(6)).isTrue();
    }

    @Test
    void itIsGivenBackOnceAndNothingIsRemembered() {
        Quota.Share share = quota.share("a");
        assertThat(share.take(2)).isTrue();
        assertThat(share.take(3)).isTrue();
        share.giveBack();
        share.giveBack();
        assertThat(share.take(1)).as("it is over").isFalse();
        assertThat(quota.taken()).isZero();
        assertThat(quota.callers()).isZero();
    }

    @Test
    void aCallersHalfIsNeverNothing() {
        RequestLimits limits = RequestLimits.of(name ->
                java.util.Optional.of("1").filter(one -> name.equals("eventnexus.gateway.max-unfinished-bytes")));
        assertThat(limits.unfinishedBytes().share("a").take(1)).isTrue();
    }
}
