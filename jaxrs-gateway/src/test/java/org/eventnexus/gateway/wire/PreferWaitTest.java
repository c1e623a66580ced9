package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferWaitTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5|5000|wait=5",
                "wait=0|0|wait=0",
                "wait=0.25|250|wait=0.25",
                "Wait = 2|2000|wait=2",
                "wait=\"3\"|3000|wait=3",
                "wait=60|60000|wait=60",
                "wait=61|60000|wait=60",
                "wait=999999999999999999|60000|wait=60",
                "wait=99999999999999999999999|60000|wait=60",
                "wait=060.5|60000|wait=60",
                "wait=0.30000000000000004|300|wait=0.30000000000000004",
                "wait=00000000000000000000000005|5000|wait=00000000000000000000000005",
                "respond-async, wait=10|10000|wait=10",
                "return=minimal; foo=\"wait=9, x\", wait=1;q=2|1000|wait=1",
                "foo=\"a, wait=9\", wait=1|1000|wait=1",
                "wait=1, wait=2|1000|wait=1",
                ", ,wait=4|4000|wait=4"
            })
    void isUnderstood(String header, long millis, String applied) {
        PreferWait wait = PreferWait.of(List.of(header.split("#"))).orElseThrow();
        assertThat(wait.duration().toMillis()).isEqualTo(millis);
        assertThat(wait.applied()).isEqualTo(applied);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=-1",
                "wait=abc",
                "wait=1e3",
                "waiting=3",
                "wait=NaN",
                "x;wait=3",
                "=,;"
            })
    void isIgnoredOtherwise(String header) {
        assertThat(PreferWait.of(List.of(header))).isEmpty();
    }

    @Test
    void mayComeInSeveralHeaders() {
        assertThat(PreferWait.of(Arrays.asList("respond-async", "wait=2"))).isPresent();
        assertThat(PreferWait.of(List.of())).isEmpty();
    }

    @Test
    @Timeout(5)
    void takesNoTimeForNonsense() {
        assertThat(PreferWait.of(List.of("a;".repeat(4_000) + "\""))).isEmpty();
        assertThat(PreferWait.of(List.of("wait=" + "0".repeat(500_000) + "x"))).isEmpty();
        assertThat(PreferWait.of(List.of("wait=" + "9".repeat(500_000) + "." + "9".repeat(500_000))))
                .isPresent();
        assertThat(PreferWait.of(List.of("\"\\".repeat(4_000)))).isEmpty();
        assertThat(PreferWait.of(List.of(" ".repeat(8_000) + "="))).isEmpty();
    }
}
