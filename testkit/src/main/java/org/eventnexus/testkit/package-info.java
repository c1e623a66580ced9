/**
 * Tests of receivers without a server: {@link org.eventnexus.testkit.EventNexusTest} starts their beans and domains for each
 * test method, {@link org.eventnexus.testkit.Scenario} publishes, moves the clock, and tells what came of it.
 */
package org.eventnexus.testkit;
