/**
 * Real earthquakes through event domains, and a playground.
 *
 * <pre>
 * WeekFile ─ Replay ─▶ quakes ─ Alerts ─▶ alerts          both streamed to the page
 *                        └─ Geocoder                     a work queue: the nearest place, in a quake's outcome
 * REST ──────────────▶ playground ─ Playground
 * </pre>
 *
 * Settings are in {@code META-INF/microprofile-config.properties}.
 */
package org.eventnexus.demo;
