package org.eventnexus.benchmarks;
