package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ServiceTest {
    @ParameterizedTest
    @CsvSource({
        "s3.us-west-2.amazonaws.com, us-west-2",
        "s3-us-west-2.amazonaws.com, us-west-2",
        "s3.dualstack.eu-central-1.amazonaws.com, eu-central-1",
        "s3-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "s3-fips.dualstack.us-east-2.amazonaws.com, us-east-2",
        "s3.cn-north-1.amazonaws.com.cn, cn-north-1"
    })
    void amazonsHostsNameTheirRegion(String host, String region) {
        assertEquals(Optional.of(region), S3AmazonHost.of(host).orElseThrow().region());
    }

    @Test
    void oneOfAmazonsHostsIsEveryRegions() {
        assertEquals(Optional.empty(), S3AmazonHost.of("s3.amazonaws.com").orElseThrow().region());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost",
        "s3.example.org",
        "s3.amazonaws.com.example.org",
        "bucket.s3.us-west-2.amazonaws.com",
        "s3-external-1.amazonaws.com",
        "sts.us-west-2.amazonaws.com"
    })
    void otherHostsAreNotTakenForAmazons(String host) {
        assertEquals(Optional.empty(), S3AmazonHost.of(host));
    }

    @ParameterizedTest
    @CsvSource({
        "us-west-2, s3.us-west-2.amazonaws.com",
        "cn-north-1, s3.cn-north-1.amazonaws.com.cn",
        "us-iso-east-1, s3.us-iso-east-1.c2s.ic.gov",
        "us-isob-east-1, s3.us-isob-east-1.sc2s.sgov.gov"
    })
    void everyRegionHasItsHost(String region, String host) {
        assertEquals(host, S3AmazonHost.ofRegion(region).name());
        assertEquals(Optional.of(region), S3AmazonHost.of(host).orElseThrow().region());
    }

    @ParameterizedTest
    @CsvSource({
        // over TLS a certificate stands for one label only
        "https, data, false",
        "https, my.data, true",
        "http, my.data, false",
        "http, my..data, true",
        "http, my.-data, true",
        "http, my-.data, true",
        "http, my.data., true",
        "https, Data, true",
        "https, my_data, true",
        "https, ab, true",
        "https, -ab, true",
        "https, '', true"
    })
    void amazonsBucketsStandInTheHostIfTheyCan(String scheme, String bucket, boolean path) {
        S3Service store = store(scheme + "://s3.eu-west-1.amazonaws.com", "eu-west-1");
        assertEquals(path, store.site(bucket, Optional.empty()).pathStyle());
    }

    @Test
    void othersBucketsStandInThePath() {
        assertEquals(
                new S3Site(HttpUrl.get("https://store.example.org:9000"), "r", true),
                store("https://store.example.org:9000", "r").site("data", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:9000, true", "http://[::1]:9000, true", "http://store, false"})
    void anAddressTakesNoBucketInFrontOfIt(String endpoint, boolean path) {
        S3Service store =
                new S3Service(HttpUrl.get(endpoint), "r", S3Addressing.VIRTUAL, false, 1000);
        assertEquals(path, store.site("data", Optional.empty()).pathStyle());
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.us-east-1.amazonaws.com, us-east-1, s3.eu-west-1.amazonaws.com",
        "https://s3.amazonaws.com, us-east-1, s3.eu-west-1.amazonaws.com",
        "https://s3.dualstack.us-east-1.amazonaws.com, us-east-1, s3.dualstack.eu-west-1.amazonaws.com",
        "https://s3-fips.us-east-1.amazonaws.com, us-east-1, s3-fips.eu-west-1.amazonaws.com",
        "https://store.example.org, here, store.example.org"
    })
    void aBucketsOwnRegionLeadsToItsHost(String endpoint, String region, String host) {
        S3Site site = store(endpoint, region).site("data", Optional.of("eu-west-1"));
        assertEquals("eu-west-1", site.region());
        assertEquals(host, site.endpoint().host());
    }

    @Test
    void theHostOfEveryRegionGivesWayToTheOneOfTheRegionThatIsNamed() {
        assertEquals(
                "s3.us-west-2.amazonaws.com",
                store("https://s3.amazonaws.com", "us-west-2")
                        .site("data", Optional.empty())
                        .endpoint()
                        .host());
        assertEquals(
                "s3.amazonaws.com",
                store("https://s3.amazonaws.com", "us-east-1")
                        .site("data", Optional.empty())
                        .endpoint()
                        .host());
    }

    private static S3Service store(String endpoint, String region) {
        return S3Service.of(HttpUrl.get(endpoint), region);
    }
}
