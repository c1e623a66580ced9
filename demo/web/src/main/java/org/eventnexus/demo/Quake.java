package org.eventnexus.demo;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * What a quake's event says, in the words and values of the USGS. All seven fields are always written, null ones too.
 *
 * @param magnitude of whatever scale the network uses; may be below zero; null if nobody determined it
 * @param place such as {@code 22km NNE of Hualian, Taiwan}; null if there is no description
 * @param longitude degrees, east positive
 * @param latitude degrees, north positive
 * @param depthKm below the surface; null if nobody determined it
 * @param felt how many people reported it; null if nobody did
 * @param tsunami 1 for large events in the oceans, else 0; not a warning
 */
@JsonbNillable
@JsonbPropertyOrder({"magnitude", "place", "longitude", "latitude", "depthKm", "felt", "tsunami"})
public record Quake(
        Double magnitude, String place, double longitude, double latitude, Double depthKm, Integer felt, int tsunami) {

    /** Whether it has a magnitude, and at least this one. */
    boolean reaches(double least) {
        return magnitude != null && magnitude >= least;
    }
}
