/** What runs inside the server: its classes are packed into a WAR beside the gateway's. */
package org.eventnexus.benchmarks.gateway.inside;
