package org.eventnexus;
