package org.eventnexus.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes that are no tests of the build, and says how each of their methods ended. */
final class Launch implements TestExecutionListener {
    private final Map<String, Optional<Throwable>> ends = new ConcurrentHashMap<>();

    private Launch() {}

    /** By the method's name, what it failed with; empty if it passed. */
    static Map<String, Optional<Throwable>> of(Map<String, String> parameters, Class<?>... tests) {
        var launch = new Launch();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(tests)
                        .map(test -> selectClass(test))
                        .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
                .configurationParameters(new LinkedHashMap<>(parameters))
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*DisabledCondition")
                .configurationParameter(LauncherConstants.DEACTIVATE_LISTENERS_PATTERN_PROPERTY_NAME, "*")
                .build();
        var config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(config).execute(request, launch);
        return launch.ends;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getThrowable().isPresent()) {
            ends.put(name(test), result.getThrowable());
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> source instanceof MethodSource method ? method.getMethodName() : test.getDisplayName())
                .orElse(test.getDisplayName());
    }
}
