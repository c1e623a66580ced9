package org.eventnexus.gateway;
