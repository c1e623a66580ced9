package org.eventnexus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What other processes take of the machine between two readings: how far a figure is to be believed. */
record Neighbours(long total, long idle, long own) {

    /** A reading; on other systems than Linux all is zero. */
    static Neighbours now() {
        try {
            String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
            long total = 0;
            for (int i = 1; i <= 8; i++) { // user to steal; guests are in user already
                total += Long.parseLong(cpu[i]);
            }
            long idle = Long.parseLong(cpu[4]) + Long.parseLong(cpu[5]);
            String self = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = self.substring(self.lastIndexOf(')') + 2).split(" ");
            long own = 0;
            for (int i = 11; i <= 14; i++) { // user and system, of this process and of its children that have ended
                own += Long.parseLong(fields[i]);
            }
            return new Neighbours(total, idle, own);
        } catch (IOException noLinux) {
            return new Neighbours(0, 0, 0);
        }
    }

    /** Their share of all processors since an earlier reading, 0 to 1. */
    double shareSince(Neighbours before) {
        long elapsed = total - before.total;
        long others = elapsed - (idle - before.idle) - (own - before.own);
        return elapsed == 0 ? 0 : Math.max(0, (double) others / elapsed);
    }
}
