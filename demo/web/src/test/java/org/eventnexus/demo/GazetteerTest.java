package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eventnexus.demo.Gazetteer.Nearest;
import org.eventnexus.demo.Gazetteer.Spot;
import org.junit.jupiter.api.Test;

/** Where places are, as quakes tell. */
class GazetteerTest {
    private final Gazetteer gazetteer = new Gazetteer();

    private Nearest locate(String place, double longitude, double latitude) {
        return gazetteer
                .locate(new Quake(1.0, place, longitude, latitude, 1.0, null, 0))
                .orElse(null);
    }

    @Test
    void distancesAreThoseOnTheGlobe() {
        double km = new Spot(13.4, 52.5).kmTo(new Spot(2.35, 48.85)); // Berlin, Paris
        assertThat(km).isCloseTo(878, within(3.0));
        assertThat(new Spot(179.5, 0).kmTo(new Spot(-179.5, 0))).isCloseTo(111, within(1.0));
    }

    @Test
    void aQuakeTellsWhereAPlaceIs() {
        assertThat(locate("22km NNE of Hualian, Taiwan", 121.7, 24.2)).isEqualTo(new Nearest("Hualian, Taiwan", 22.0));
        assertThat(locate(null, 121.7, 24.2)).isEqualTo(new Nearest("Hualian, Taiwan", 22.0));
    }

    @Test
    void theNearestIsOfThoseSeenSoFar() {
        assertThat(locate(null, 0, 0)).isNull();
        assertThat(locate("100km E of Far", 1, 0).place()).isEqualTo("Far");
        assertThat(locate("Near", 0.95, 0)).isEqualTo(new Nearest("Near", 0));
        assertThat(locate("100km E of Far", 1, 0).place()).isEqualTo("Near");
        assertThat(locate("5km SN of Nowhere", 1, 0).place()).isEqualTo("Near");
    }

    @Test
    void theWholeWeekIsLocated() {
        assertThat(WeekFile.load())
                .allSatisfy(
                        report -> assertThat(gazetteer.locate(report.quake())).isPresent());
    }
}
