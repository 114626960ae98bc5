package transfer.planner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What estimates go by where nothing is measured.
 *
 * @param bytesPerSecond of one job's transfers over a link for which nothing else is said
 * @param links bytes per second of single links, by {@code from.to}
 * @param secondsPerFile before the first byte of every file
 * @param secondsPerJob from the moment a job could run to the moment it does
 * @param unknownBytes for each file of unknown size; 0 when it is only told that there are such
 */
record AssumedRates(
        long bytesPerSecond,
        Map<String, Long> links,
        double secondsPerFile,
        double secondsPerJob,
        long unknownBytes) {
    private static final String PREFIX = "transfer.simulate.";
    private static final String RATE = PREFIX + "rate";
    private static final List<String> KEYS =
            List.of("file.milliseconds", "job.seconds", "rate", "unknown.bytes");
    private static final long USUAL_RATE = 50L * 1024 * 1024;
    private static final long USUAL_MILLISECONDS = 100;
    private static final long USUAL_JOB_SECONDS = 1;
    private static final double MILLISECONDS = 1_000;

    AssumedRates {
        links = Map.copyOf(links);
    }

    /** As properties say; what cannot be understood becomes a defect. */
    static AssumedRates of(PlanInputs inputs) {
        Properties properties = inputs.properties();
        for (String key : properties.under(PREFIX).keySet()) {
            if (!KEYS.contains(key) && !key.startsWith("rate.")) {
                properties.defect(
                        PREFIX + key, "unknown; known are " + String.join(", ", KEYS) + ", rate.*");
            }
        }
        Map<String, Long> links = new HashMap<>();
        properties
                .under(RATE + ".")
                .keySet()
                .forEach(link -> links.put(link, rate(properties, RATE + "." + link)));
        boolean isAssuming = inputs.request().cleanup() == PlanRequest.Cleanup.CONSTRAINT;
        return new AssumedRates(
                rate(properties, RATE),
                links,
                properties.number(PREFIX + "file.milliseconds").orElse(USUAL_MILLISECONDS)
                        / MILLISECONDS,
                properties.number(PREFIX + "job.seconds").orElse(USUAL_JOB_SECONDS),
                properties
                        .number(PREFIX + "unknown.bytes")
                        .orElse(isAssuming ? FileSizes.UNKNOWN : 0));
    }

    private static long rate(Properties properties, String key) {
        long rate = properties.number(key).orElse(USUAL_RATE);
        if (rate == 0) {
            properties.defect(key, "must be at least 1 byte per second");
            return USUAL_RATE;
        }
        return rate;
    }

    /** Seconds that one job takes for a file. */
    double seconds(Movement movement) {
        Movement.Link link = movement.link();
        long rate = links.getOrDefault(link.from() + "." + link.to(), bytesPerSecond);
        return secondsPerFile + (double) movement.size().bytes() / rate;
    }
}
