package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The demo's page in a browser, as built: quakes and alerts come in, and after a redeployment they come in again. */
@ExtendWith(ArquillianExtension.class)
class QuakePageIT {
    private static final String DEMO = "demo";

    @Deployment(name = DEMO, managed = false, testable = false)
    static EnterpriseArchive demo() {
        return Deployments.demo();
    }

    @ArquillianResource
    Deployer deployer;

    @BeforeEach
    void deploy() {
        deployer.deploy(DEMO);
    }

    @AfterEach
    void undeploy() {
        deployer.undeploy(DEMO);
    }

    @Test
    @Tag("H-10.01")
    void showsQuakesAndAlertsAndFindsItsWayBackAfterARedeployment(
            @ArquillianResource @OperateOnDeployment(DEMO) URL page) {
        try (Browser browser = Browser.open(page)) {
            ChromeDriver driver = browser.driver();
            await(driver, "state", "live");
            awaitMore(driver, "quakes", 20);
            awaitMore(driver, "alerts", 1);
            WebElement alert = driver.findElement(By.cssSelector("#alert-list > li"));
            assertThat(alert.getDomAttribute("data-subject")).isNotEmpty();
            assertThat(Double.parseDouble(
                            alert.findElement(By.className("magnitude")).getText()))
                    .isGreaterThanOrEqualTo(Week.ALERT);
            assertThat(browser.errors()).isEmpty();

            deployer.undeploy(DEMO);
            await(driver, "state", "reconnecting");
            long before = number(driver, "quakes");
            deployer.deploy(DEMO);

            await(driver, "state", "live");
            awaitMore(driver, "quakes", before + 20);
            assertThat(number(driver, "gaps")).isPositive();
        }
    }

    private static void awaitMore(ChromeDriver driver, String figure, long than) {
        within30s(driver).until(any -> number(driver, figure) > than);
    }

    private static void await(ChromeDriver driver, String attribute, String value) {
        within30s(driver).until(any -> value.equals(body(driver, attribute)));
    }

    private static WebDriverWait within30s(ChromeDriver driver) {
        return new WebDriverWait(driver, Duration.ofSeconds(30));
    }

    private static long number(ChromeDriver driver, String figure) {
        return Long.parseLong(body(driver, figure));
    }

    private static String body(ChromeDriver driver, String attribute) {
        return driver.findElement(By.tagName("body")).getDomAttribute("data-" + attribute);
    }
}
