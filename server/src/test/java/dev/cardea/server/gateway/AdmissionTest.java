package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.gateway.Admission.Verdict;
import dev.cardea.server.gateway.GatewayLimits.Entry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetAddress HOME = address(192, 0, 2, 1);
    private static final InetAddress OTHER = address(192, 0, 2, 2);

    private static InetAddress address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetAddress ipv6(int network, int host) {
        return address(0x20, 1, 0xD, 0xB8, 0, 0, 0, network, 0, 0, 0, 0, 0, 0, 0, host);
    }

    private static Admission bounds(int all, int perAddress, int waiting) {
        return new Admission(new Entry(all, perAddress, waiting, 0, 0, Duration.ofSeconds(5)));
    }

    @Test
    void refusesAboveTheTotalUntilSomebodyLeaves() {
        Admission admission = bounds(2, 0, 0);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter(OTHER, 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter(OTHER, 0)).isEqualTo(Verdict.FULL);
        admission.left(HOME, false, 0);
        assertThat(admission.enter(OTHER, 0)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void refusesAboveTheNumberOfAnAddressAlone() {
        Admission admission = bounds(0, 1, 0);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.TOO_MANY);
        assertThat(admission.enter(OTHER, 0)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void countsWhoHasNotSignedInApart() {
        Admission admission = bounds(0, 0, 1);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.TOO_MANY);
        admission.authenticated(HOME);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.ADMITTED);
        admission.left(HOME, true, 0);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.TOO_MANY);
        admission.left(HOME, false, 0);
        assertThat(admission.enter(HOME, 0)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void boundsHowFastAnAddressConnectsAndDisconnects() {
        Admission admission = new Admission(new Entry(0, 0, 0, 10, 3, Duration.ofSeconds(5)));
        assertThat(comeAndGo(admission, 5, 0)).isEqualTo(3);
        assertThat(admission.addresses()).isEqualTo(1);
        assertThat(comeAndGo(admission, 5, SECOND / 10)).isEqualTo(1);
        assertThat(comeAndGo(admission, 5, 100 * SECOND)).isEqualTo(3);
        assertThat(admission.enter(OTHER, 0)).isEqualTo(Verdict.ADMITTED);
    }

    /** How many of that many connections are let in. */
    private static int comeAndGo(Admission admission, int times, long now) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            if (admission.enter(HOME, now) == Verdict.ADMITTED) {
                admitted++;
                admission.left(HOME, false, now);
            }
        }
        return admitted;
    }

    @Test
    void takesAnIpv6NetworkForOneAddress() {
        Admission admission = bounds(0, 1, 0);
        assertThat(admission.enter(ipv6(1, 1), 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.enter(ipv6(1, 2), 0)).isEqualTo(Verdict.TOO_MANY);
        assertThat(admission.enter(ipv6(2, 1), 0)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void forgetsAddressesThatAreGone() {
        Admission admission = bounds(0, 5, 0);
        for (int i = 0; i < 100; i++) {
            InetAddress from = address(198, 51, 100, i);
            assertThat(admission.enter(from, 0)).isEqualTo(Verdict.ADMITTED);
            admission.left(from, false, 0);
        }
        assertThat(admission.addresses()).isZero();
    }

    @Test
    void remembersABoundedNumberOfAddressesUnderAFloodFromEverywhere() {
        Admission admission = new Admission(new Entry(0, 0, 0, 1, 1, Duration.ofSeconds(5)));
        for (int i = 0; i < Admission.ADDRESSES_MAX + 5_000; i++) {
            InetAddress from = address(10, i >>> 16, i >>> 8, i);
            assertThat(admission.enter(from, 0)).isEqualTo(Verdict.ADMITTED);
            admission.left(from, false, 0);
        }
        assertThat(admission.addresses()).isLessThanOrEqualTo(Admission.ADDRESSES_MAX);
    }
}
