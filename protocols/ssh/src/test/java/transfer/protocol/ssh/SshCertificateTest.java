package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With certificates that {@code ssh-keygen} of OpenSSH 9.2 has made. */
class SshCertificateTest {
    private static final Path FILE = Path.of("/k-cert.pub");
    private static final SshPublicKey ED25519 =
            new SshPublicKey(
                    "AAAAC3NzaC1lZDI1NTE5AAAAILbWmJGu/Zz+TZLxKjNfmVF3a3RTqEMCTCKbd+wZO8aO");
    private static final SshPublicKey ECDSA =
            new SshPublicKey(
                    "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIbg5LlNyF1manjBV9ehtoBO"
                            + "DHGcvFRAdMpU1ct2p4SzmhnDXnOLMAuBY7eMItbw3cA8loYv1rC9i6vqkmBv7W8=");

    /** From 2020-01-01 to 2020-02-01. */
    private static final String OF_JANUARY =
            "ssh-ed25519-cert-v01@openssh.com "
                    + "AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAIGsNbKx3EL9kbvxG2in1RKSMus3or3zV"
                    + "E4ZsEFXQ3/CCAAAAILbWmJGu/Zz+TZLxKjNfmVF3a3RTqEMCTCKbd+wZO8aOAAAAAAAAAAAAAAABAAAAAXgA"
                    + "AAAHAAAAA2xhYgAAAABeC+EAAAAAAF40v4AAAAAAAAAAggAAABVwZXJtaXQtWDExLWZvcndhcmRpbmcAAAAA"
                    + "AAAAF3Blcm1pdC1hZ2VudC1mb3J3YXJkaW5nAAAAAAAAABZwZXJtaXQtcG9ydC1mb3J3YXJkaW5nAAAAAAAA"
                    + "AApwZXJtaXQtcHR5AAAAAAAAAA5wZXJtaXQtdXNlci1yYwAAAAAAAAAAAAAAMwAAAAtzc2gtZWQyNTUxOQAA"
                    + "ACBirGewMvtk6tEQBnNXNxgWMGJjv/XK5V7n8NPae9Je4AAAAFMAAAALc3NoLWVkMjU1MTkAAABAw3JLt2g6"
                    + "qqDXt2Vpt4/4LhxKDDV+mfdvVFcwlXO1TwvMAB2XBgJXIFjIw72siryZUdLRQ5OY8orl7pZJ0M6nBg==";

    /** For ever. */
    private static final String UNLIMITED =
            "ecdsa-sha2-nistp256-cert-v01@openssh.com "
                    + "AAAAKGVjZHNhLXNoYTItbmlzdHAyNTYtY2VydC12MDFAb3BlbnNzaC5jb20AAAAg3PgdJZBQyzNuAdzEI2cU"
                    + "mGcPwr+vFP3DftAWMMaXEzIAAAAIbmlzdHAyNTYAAABBBIbg5LlNyF1manjBV9ehtoBODHGcvFRAdMpU1ct2"
                    + "p4SzmhnDXnOLMAuBY7eMItbw3cA8loYv1rC9i6vqkmBv7W8AAAAAAAAAAAAAAAEAAAABeAAAAAcAAAADbGFi"
                    + "AAAAAAAAAAD//////////wAAAAAAAACCAAAAFXBlcm1pdC1YMTEtZm9yd2FyZGluZwAAAAAAAAAXcGVybWl0"
                    + "LWFnZW50LWZvcndhcmRpbmcAAAAAAAAAFnBlcm1pdC1wb3J0LWZvcndhcmRpbmcAAAAAAAAACnBlcm1pdC1w"
                    + "dHkAAAAAAAAADnBlcm1pdC11c2VyLXJjAAAAAAAAAAAAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIGKsZ7Ay+2Tq"
                    + "0RAGc1c3GBYwYmO/9crlXufw09p70l7gAAAAUwAAAAtzc2gtZWQyNTUxOQAAAEDMIMBYMqtBMy+Dj/oA66bN"
                    + "8Wk/xbBvcpX44z1oBtY34DJixSFLMSZIjkAjS2t28evJpAHm78oRSDWCWX0DiVYH";

    @Test
    void aCertificateIsOfTheKeyThatItHolds() {
        assertTrue(parsed(OF_JANUARY).isOf(ED25519));
        assertFalse(parsed(OF_JANUARY).isOf(ECDSA));
        assertTrue(parsed(UNLIMITED).isOf(ECDSA));
        assertFalse(parsed(UNLIMITED).isOf(TestKeys.rsa()));
    }

    @Test
    void itHoldsFromItsFirstSecondUntilTheOneBeforeItsLast() {
        SshCertificate certificate = parsed(OF_JANUARY);
        assertEquals(
                Optional.of("certificate /k-cert.pub holds only from 2020-01-01T00:00:00Z"),
                certificate.objection(Instant.parse("2019-12-31T23:59:59Z")));
        assertEquals(
                Optional.empty(), certificate.objection(Instant.parse("2020-01-01T00:00:00Z")));
        assertEquals(
                Optional.empty(), certificate.objection(Instant.parse("2020-01-31T23:59:59Z")));
        assertEquals(
                Optional.of("certificate /k-cert.pub expired at 2020-02-01T00:00:00Z"),
                certificate.objection(Instant.parse("2020-02-01T00:00:00Z")));
    }

    @Test
    void itMayHoldForEver() {
        assertEquals(
                Optional.empty(),
                parsed(UNLIMITED).objection(Instant.parse("2999-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILbWmJGu",
                "ssh-ed25519-cert-v01@openssh.com",
                "ssh-ed25519-cert-v01@openssh.com !",
                "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t"
            })
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), SshCertificate.parse(FILE, text));
    }

    private static SshCertificate parsed(String text) {
        return SshCertificate.parse(FILE, text + " comment\n").orElseThrow();
    }
}
