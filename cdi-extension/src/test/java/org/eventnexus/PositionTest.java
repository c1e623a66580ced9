package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R13")
class PositionTest {

    @Test
    void everyTokenIsReadAgainAndIsNeverZero() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            var position = new Position(
                    (random.nextLong() >>> 1 + random.nextInt(62)) + 1, random.nextLong() >>> 2 + random.nextInt(62));
            String token = position.toString();
            assertThat(Position.parse(token)).as(token).contains(position);
            assertThat(token).matches("[0-9a-z-]+").isNotEqualTo("0");
        }
        assertThat(Position.parse(new Position(Long.MAX_VALUE, 0).toString())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1",
                "-",
                "a-",
                "-a",
                "a-b-c",
                "0-0",
                "0-1",
                "A-1",
                "a-B",
                "a- 1",
                " a-1",
                "a-1 ",
                "ä-1",
                "zzzzzzzzzzzzz-1",
                "1-zzzzzzzzzzzzz",
                "well-known",
                "a--1",
                "0000000000000-1"
            })
    void whatIsNoTokenIsNoPosition(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void thereIsOneTokenForAPosition() {
        String token = new Position(5, 36).toString();
        assertThat(Position.parse(token.replace("-10", "-010"))).isEmpty();
        assertThat(Position.parse(token.substring(1))).isEmpty();
        assertThat(Position.parse(token)).contains(new Position(5, 36));
    }

    @Test
    void laterIsGreaterAndALaterEpochIsLaterWhateverTheSequence() {
        var sorted = List.of(
                new Position(1, 0), new Position(1, 1), new Position(1, 36), new Position(2, 0), new Position(36, 5));
        assertThat(sorted.stream().sorted().toList()).isEqualTo(sorted);
        assertThat(sorted.get(0)).isEqualByComparingTo(new Position(1, 0));
    }

    @Test
    void anEpochIsPositive() {
        assertThatThrownBy(() -> new Position(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Position(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
