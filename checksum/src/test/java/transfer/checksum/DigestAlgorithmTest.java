package transfer.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestAlgorithmTest {
    @ParameterizedTest
    @CsvSource({
        "sha-256, SHA_256",
        "SHA-256, SHA_256",
        "sha256, SHA_256",
        "SHA_256, SHA_256",
        "sha512, SHA_512",
        "sha3-256, SHA3_256",
        "SHA3_256, SHA3_256",
        "sha, SHA_1",
        "SHA, SHA_1",
        "sha1, SHA_1",
        "SHA-1, SHA_1",
        "MD5, MD5",
        "crc32, CRC32",
        "crc64nvme, CRC64NVME",
        "CRC64-NVME, CRC64NVME",
        "CRC32C, CRC32C",
        "adler32, ADLER32",
        "ADLER-32, ADLER32"
    })
    void isFoundUnderTheNamesInUse(String name, DigestAlgorithm algorithm) {
        assertEquals(Optional.of(algorithm), DigestAlgorithm.named(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "sha2", "sha-2566", "sha 256", "unixsum", "id-sha-256"})
    void otherNamesAreNotOurs(String name) {
        assertEquals(Optional.empty(), DigestAlgorithm.named(name));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundUnderItsOwnNames(DigestAlgorithm algorithm) {
        assertEquals(Optional.of(algorithm), DigestAlgorithm.named(algorithm.name()));
        assertEquals(Optional.of(algorithm), DigestAlgorithm.named(algorithm.fieldName()));
    }

    @Test
    void onlyUnbrokenHashesAreTamperProof() {
        assertEquals(
                Set.of(DigestAlgorithm.SHA_256, DigestAlgorithm.SHA_512, DigestAlgorithm.SHA3_256),
                Arrays.stream(DigestAlgorithm.values())
                        .filter(DigestAlgorithm::isTamperProof)
                        .collect(Collectors.toSet()));
    }
}
