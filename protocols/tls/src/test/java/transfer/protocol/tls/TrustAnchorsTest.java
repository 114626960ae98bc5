package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorsTest {
    @TempDir Path temporary;

    private static HeldCertificate authority(String name) {
        return new HeldCertificate.Builder().commonName(name).certificateAuthority(0).build();
    }

    @Test
    void theSystemsAuthoritiesAreTrustedBesideTheDirectorys() throws Exception {
        HeldCertificate ofTheSystem = authority("the system's");
        HeldCertificate ofTheSite = authority("the site's");
        Path bundle = Files.writeString(temporary.resolve("bundle"), ofTheSystem.certificatePem());
        Path directory = Files.createDirectory(temporary.resolve("authorities"));
        Files.writeString(directory.resolve("other.pem"), ofTheSite.certificatePem());

        var trusted =
                List.of(
                        new TrustAnchors(
                                        List.of(temporary.resolve("none"), bundle),
                                        Optional.of(directory))
                                .load()
                                .getAcceptedIssuers());

        assertEquals(2, trusted.size());
        assertTrue(trusted.contains(ofTheSystem.certificate()));
        assertTrue(trusted.contains(ofTheSite.certificate()));
    }

    @Test
    void withoutASystemBundleTheRuntimesAuthoritiesAreTrusted() throws Exception {
        var trusted = new TrustAnchors(List.of(), Optional.empty()).load().getAcceptedIssuers();

        assertTrue(trusted.length > 10);
    }
}
