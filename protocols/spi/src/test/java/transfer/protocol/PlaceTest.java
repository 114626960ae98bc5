package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.credentials.CredentialQuery;
import transfer.credentials.Site;

class PlaceTest {
    @Test
    void credentialsAreAskedForWithSiteSchemeHostPortAndUser() throws Exception {
        Site site = new Site("isi");
        assertEquals(
                new CredentialQuery(site, "s3", "store:9000", Optional.of("joe")),
                new Place(TransferUrl.parse("S3://joe@store:9000/bucket/key"), site)
                        .credentialQuery());
        assertEquals(
                new CredentialQuery(site, "https", "h"),
                new Place(TransferUrl.parse("https://h/x"), site).credentialQuery());
    }
}
