package org.eventnexus.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What other processes take of the machine between two readings: how far a figure is to be believed. */
record Machine(long total, long idle, long own) {

    /** @param pids of the processes that are ours, beside this one */
    static Machine now(long... pids) throws IOException {
        String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
        long total = 0;
        for (int i = 1; i <= 8; i++) { // user to steal; guests are in user already
            total += Long.parseLong(cpu[i]);
        }
        long own = time("self");
        for (long pid : pids) {
            own += time(Long.toString(pid));
        }
        return new Machine(total, Long.parseLong(cpu[4]) + Long.parseLong(cpu[5]), own);
    }

    private static long time(String process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", process, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    /** Their share of all processors since an earlier reading, 0 to 1. */
    double othersSince(Machine before) {
        long elapsed = total - before.total;
        long others = elapsed - (idle - before.idle) - (own - before.own);
        return elapsed == 0 ? 0 : Math.max(0, (double) others / elapsed);
    }
}
