/** EventNexus in Jakarta EE and in Java SE with CDI: what is injected, what receives, who starts and stops. */
package org.eventnexus.cdi;
