/**
 * G1 to G6: the gateway on a real server, against a bare writer and against what JAX-RS itself offers. Three processes on one
 * machine: the server; the peer that writes without one ({@link org.eventnexus.benchmarks.gateway.BareWriter}); and {@link
 * org.eventnexus.benchmarks.gateway.GatewayComparison}, which has all clients on one thread.
 */
package org.eventnexus.benchmarks.gateway;
