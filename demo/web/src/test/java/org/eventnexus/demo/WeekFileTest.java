package org.eventnexus.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeekFileTest {
    private static final List<Report> WEEK = WeekFile.load();

    @Test
    void hasAllQuakesOfTheWeekOnceEach() {
        assertThat(WEEK).hasSize(1707);
        assertThat(WEEK.stream().map(Report::id)).doesNotHaveDuplicates();
    }

    @Test
    void knowsEveryKindOfTheFile() {
        assertThat(WEEK.stream().collect(groupingBy(Report::type, counting())))
                .isEqualTo(Map.of("quake.earthquake", 1679L, "quake.explosion", 15L, "quake.quarry-blast", 13L));
    }

    @Test
    void isInOrderAndNoLongerThanAWeek() {
        assertThat(WEEK).isSortedAccordingTo(Report.IN_ORDER);
        assertThat(Duration.between(WEEK.get(0).time(), WEEK.get(1706).time())).isLessThan(Duration.ofDays(7));
    }

    @Test
    void has85QuakesThatRaiseAnAlert() {
        assertThat(WEEK)
                .filteredOn(r -> r.quake().reaches(Alerts.LEAST_MAGNITUDE))
                .hasSize(85);
    }

    @Test
    void readsAReportWholly() {
        Report hualien = WEEK.stream()
                .filter(r -> r.id().equals("us1000chhc"))
                .findFirst()
                .orElseThrow();

        assertThat(hualien.type()).isEqualTo("quake.earthquake");
        assertThat(hualien.time()).isEqualTo(Instant.parse("2018-02-06T15:50:42.400Z"));
        assertThat(hualien.quake())
                .isEqualTo(new Quake(6.4, "22km NNE of Hualian, Taiwan", 121.653, 24.1737, 10.64, 261, 0));
    }

    @Test
    void ordersEqualTimesByIdWhateverTheFilesOrder() {
        assertThat(read(feature("b", 2, "1.0"), feature("c", 1, "1.0"), feature("a", 2, "1.0")))
                .extracting(Report::id)
                .containsExactly("c", "a", "b");
    }

    @Test
    void leavesAnUnknownMagnitudeUnknown() {
        Quake quake = read(feature("a", 1, "null")).get(0).quake();

        assertThat(quake.magnitude()).isNull();
        assertThat(quake.reaches(-10)).isFalse();
    }

    @Test
    void refusesWhatIsNoFeatureCollection() {
        assertThatIllegalArgumentException().isThrownBy(() -> WeekFile.read(stream("{\"type\":\"Feature\"}")));
    }

    private static List<Report> read(String... features) {
        return WeekFile.read(stream("{\"features\":[" + String.join(",", features) + "]}"));
    }

    private static String feature(String id, long time, String magnitude) {
        return """
                {"id":"%s","properties":{"time":%d,"mag":%s,"type":"ice quake","tsunami":0,"felt":null},
                 "geometry":{"coordinates":[1.5,2,null]}}""".formatted(id, time, magnitude);
    }

    private static ByteArrayInputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
