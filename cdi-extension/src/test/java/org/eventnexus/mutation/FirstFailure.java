package org.eventnexus.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in a JVM of their own, which ends at the first test that fails, with that one's name. */
final class FirstFailure implements TestExecutionListener {
    /** What the JVM ends with if a test has failed. */
    static final int FAILED = 3;
    /** Before the name of the test that has failed. */
    static final String MARK = "FAILED ";

    private FirstFailure() {}

    /** @param classes names of test classes */
    public static void main(String[] classes) {
        Launcher launcher = LauncherFactory.create();
        for (String each : classes) {
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(each))
                            .filters(TagFilter.excludeTags("full"))
                            .build(),
                    new FirstFailure());
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(failure -> {
            System.out.println(MARK
                    + test.getUniqueIdObject().getSegments().stream()
                            .filter(segment -> segment.getType().matches("class|method|test-template"))
                            .map(segment -> segment.getValue().replaceAll("^.*\\.(?=[A-Z])|\\(.*", ""))
                            .reduce((one, other) -> one + "#" + other)
                            .orElseThrow());
            System.out.println(failure);
            Runtime.getRuntime().halt(FAILED);
        });
    }
}
