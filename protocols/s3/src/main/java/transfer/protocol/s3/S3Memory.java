package transfer.protocol.s3;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was learnt of stores, so that it is learnt once in a run. Stores are known by their
 * endpoint. Safe for use by many threads.
 */
final class S3Memory {
    private final Map<String, Duration> offsets = new ConcurrentHashMap<>();
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Set<String> withoutChecksums = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutCrc64 = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutParts = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutBatches = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> plusIsBlank = new ConcurrentHashMap<>();

    /** By how much the store's clock is ahead of ours. */
    Duration offset(S3Site site) {
        return offsets.getOrDefault(name(site), Duration.ZERO);
    }

    void learnOffset(S3Site site, Duration ahead) {
        offsets.put(name(site), ahead);
    }

    /** Where a bucket turned out to be. */
    Optional<String> region(S3Site site, String bucket) {
        return Optional.ofNullable(regions.get(name(site) + bucket));
    }

    void learnRegion(S3Site site, String bucket, String region) {
        regions.put(name(site) + bucket, region);
    }

    /** Whether the store takes no uploads in parts. */
    boolean isWithoutParts(S3Site site) {
        return withoutParts.contains(name(site));
    }

    void learnWithoutParts(S3Site site) {
        withoutParts.add(name(site));
    }

    /** Whether the store is to be spared the headers {@code x-amz-checksum-...}. */
    boolean isWithoutChecksums(S3Site site) {
        return withoutChecksums.contains(name(site));
    }

    void learnWithoutChecksums(S3Site site) {
        withoutChecksums.add(name(site));
    }

    /** Whether the store is to be spared CRC-64/NVME with uploads in parts. */
    boolean isWithoutCrc64(S3Site site) {
        return withoutCrc64.contains(name(site));
    }

    void learnWithoutCrc64(S3Site site) {
        withoutCrc64.add(name(site));
    }

    /** Whether the store is to be asked for one removal at a time. */
    boolean isWithoutBatches(S3Site site) {
        return withoutBatches.contains(name(site));
    }

    void learnWithoutBatches(S3Site site) {
        withoutBatches.add(name(site));
    }

    /** Whether a plus stands for a blank where the store escapes keys; empty if that is unknown. */
    Optional<Boolean> plusIsBlank(S3Site site) {
        return Optional.ofNullable(plusIsBlank.get(name(site)));
    }

    void learnPlusIsBlank(S3Site site, boolean blank) {
        plusIsBlank.put(name(site), blank);
    }

    private static String name(S3Site site) {
        return site.endpoint().toString();
    }
}
