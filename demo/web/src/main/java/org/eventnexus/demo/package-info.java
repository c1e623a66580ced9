package org.eventnexus.demo;
