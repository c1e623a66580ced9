package org.eventnexus.tests;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ends servers that outlived the tests' JVM: if that was killed, or if Maven was stopped while a server was starting. The
 * build runs this from its source, before and after the tests. A server is found by what no other process's command line
 * has, its folder.
 */
final class LeftServers {
    private static final Pattern JAVA = Pattern.compile("\\bjava(\\.exe)?$");
    private static final int PATIENCE_SECONDS = 10;

    private LeftServers() {}

    /** @param folders the servers' own */
    public static void main(String[] folders) {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .filter(process -> isOneOf(process, folders))
                .toList();
        left.forEach(ProcessHandle::destroy);
        left.forEach(LeftServers::waitFor);
    }

    private static boolean isOneOf(ProcessHandle process, String[] folders) {
        String command = process.info().command().orElse("");
        String line = process.info().commandLine().orElse("");
        return JAVA.matcher(command).find() && Stream.of(folders).anyMatch(line::contains);
    }

    private static void waitFor(ProcessHandle process) {
        try {
            process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            process.destroyForcibly();
            process.onExit().join();
        }
        System.out.println("Ended a server that was left: process " + process.pid());
    }
}
