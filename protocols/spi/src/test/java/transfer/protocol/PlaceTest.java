package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
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

    @Test
    void placesAreEqualWhenUrlAndSiteAre() throws Exception {
        Place place = new Place(TransferUrl.parse("https://h/x"), new Site("a"));
        Place same = new Place(TransferUrl.parse("https://h/x"), new Site("a"));
        assertEquals(place, same);
        assertEquals(place.hashCode(), same.hashCode());
        assertNotEquals(place, new Place(TransferUrl.parse("https://h/y"), new Site("a")));
        assertNotEquals(place, new Place(TransferUrl.parse("https://h/x"), new Site("b")));
    }

    @Test
    void queriesAreEqualWhenAllTheirPartsAre() {
        CredentialQuery query =
                new CredentialQuery(new Site("a"), "s3", "store", Optional.of("joe"));
        CredentialQuery same =
                new CredentialQuery(new Site("a"), "s3", "store", Optional.of("joe"));
        assertEquals(query, same);
        assertEquals(query.hashCode(), same.hashCode());
        for (CredentialQuery other :
                List.of(
                        new CredentialQuery(new Site("b"), "s3", "store", Optional.of("joe")),
                        new CredentialQuery(new Site("a"), "s3s", "store", Optional.of("joe")),
                        new CredentialQuery(new Site("a"), "s3", "other", Optional.of("joe")),
                        new CredentialQuery(new Site("a"), "s3", "store", Optional.of("ann")),
                        new CredentialQuery(new Site("a"), "s3", "store"))) {
            assertNotEquals(query, other);
        }
    }
}
