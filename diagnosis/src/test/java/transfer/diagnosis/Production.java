package transfer.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Jobs of a workflow that runs at many sites for half a day, each of which fetches a file; made up,
 * but with what was once seen in production put in: 50,606 jobs with 60 errors, of which 1 is alone
 * at a site, 3 are on one node within 16 s, and 56 are on other nodes of one site within 1,752 s.
 */
final class Production {
    static final int JOBS = 50_606;
    static final long SITE_MILLIS = 1_752_000;
    static final long NODE_MILLIS = 16_000;

    private static final long BEGIN = 1_760_000_000_000L;
    private static final int SITES = 12;
    private static final long HALF_A_DAY = 12 * 3_600_000L;

    private final SplittableRandom random;
    private final List<Job> jobs = new ArrayList<>();
    private final int[] nodes = new int[SITES];

    static final class Job {
        final int site;
        final int node;
        final long time;
        final int source;
        String failure = "";

        Job(int site, int node, long time, int source) {
            this.site = site;
            this.node = node;
            this.time = time;
            this.source = source;
        }

        String nodeName() {
            return "node" + node + ".site" + site;
        }

        boolean isWrong() {
            return failure.equals("checksum_mismatch");
        }
    }

    private Production(long seed) {
        random = new SplittableRandom(seed);
        for (int site = 0; site < SITES; site++) {
            nodes[site] = 10 + random.nextInt(110);
        }
    }

    /** Nothing is wrong but what is wrong anywhere. */
    static List<Job> noise(long seed, int jobs, int wrong) {
        Production production = new Production(seed);
        production.run(jobs);
        for (int i = 0; i < wrong; i++) {
            production.some(job -> job.failure.isEmpty()).failure = "checksum_mismatch";
        }
        production.usualFailures();
        return production.jobs;
    }

    /** The two culprits. */
    record Culprits(String site, String node) {}

    /** The case from production, into an empty list. */
    static Culprits seedCase(long seed, boolean nodeIsAtThatSite, List<Job> into) {
        Production production = new Production(seed);
        production.run(JOBS - 5);
        int site = production.random.nextInt(3);
        int other = nodeIsAtThatSite ? site : 3 + production.random.nextInt(SITES - 3);
        int node = production.random.nextInt(production.nodes[other]);
        long noon = BEGIN + HALF_A_DAY / 2;
        production.spoilSite(site, other, node, noon + production.random.nextLong(3_600_000));
        production.spoilNode(other, node, BEGIN + production.random.nextLong(3 * 3_600_000));
        production.some(job -> job.site != site && job.site != other && job.failure.isEmpty())
                        .failure =
                "checksum_mismatch";
        production.usualFailures();
        production.jobs.sort(Comparator.comparingLong(job -> job.time));
        into.addAll(production.jobs);
        return new Culprits("site" + site, "node" + node + ".site" + other);
    }

    /** Nodes take several jobs at a time; some sites get many more than others. */
    private void run(int count) {
        while (jobs.size() < count) {
            int site = (int) (SITES * Math.pow(random.nextDouble(), 2));
            int node = random.nextInt(nodes[site]);
            long time = BEGIN + random.nextLong(HALF_A_DAY);
            int slots = 1 + random.nextInt(4);
            for (int i = 0; i < slots && jobs.size() < count; i++) {
                time += random.nextLong(20_000);
                jobs.add(new Job(site, node, time, random.nextInt(6)));
            }
        }
    }

    private Job some(Predicate<Job> wanted) {
        while (true) {
            Job job = jobs.get(random.nextInt(jobs.size()));
            if (wanted.test(job)) {
                return job;
            }
        }
    }

    private void spoilSite(int site, int other, int node, long from) {
        Predicate<Job> hit =
                job ->
                        job.site == site
                                && (site != other || job.node != node)
                                && job.time > from
                                && job.time < from + SITE_MILLIS
                                && job.failure.isEmpty();
        for (int i = 0; i < 54; i++) {
            some(hit).failure = "checksum_mismatch";
        }
        for (long time : new long[] {from, from + SITE_MILLIS}) {
            Job edge = new Job(site, (node + 1) % nodes[site], time, random.nextInt(6));
            edge.failure = "checksum_mismatch";
            jobs.add(edge);
        }
    }

    private void spoilNode(int site, int node, long from) {
        for (long time : new long[] {from, from + 7_300, from + NODE_MILLIS}) {
            Job job = new Job(site, node, time, random.nextInt(6));
            job.failure = "checksum_mismatch";
            jobs.add(job);
        }
    }

    /** Time-outs and broken connections, one in eighty, and what is not there at all. */
    private void usualFailures() {
        String[] kinds = {"timed_out", "connection", "not_found", "unavailable"};
        for (Job job : jobs) {
            if (job.failure.isEmpty() && random.nextInt(80) == 0) {
                job.failure = kinds[random.nextInt(kinds.length)];
            }
        }
    }

    /** The same as the program writes it, as far as it matters here. */
    static String line(int item, Job job) {
        String failure =
                job.failure.isEmpty()
                        ? ""
                        : ", \"failure\": {\"kind\": \"" + job.failure + "\", \"message\": \"so\"}";
        return """
        {"item": %1$d, "type": "transfer", "outcome": "%2$s", "node": "%3$s", "bytes": 1000,\
         "attempts": [{"number": 1, "source": "https://data%4$d.example.org/%1$d",\
         "source_site": "archive", "destination": "file:///scratch/%1$d",\
         "destination_site": "site%5$d", "scheme": "https", "address": "192.0.2.%6$d",\
         "started": "%7$s"%8$s}]%8$s}\
        """
                .formatted(
                        item,
                        failure.isEmpty() ? "done" : "failed",
                        job.nodeName(),
                        job.source / 2,
                        job.site,
                        job.source,
                        java.time.Instant.ofEpochMilli(job.time),
                        failure);
    }

    static Result result(int item, Job job) {
        String host = "data" + job.source / 2 + ".example.org";
        Failure failure =
                job.failure.isEmpty()
                        ? Failure.NONE
                        : new Failure(job.failure, "failed so", "", -1, "", -1);
        String source = "https://" + host + "/" + item;
        String target = "file:///scratch/" + item;
        Attempt attempt =
                new Attempt(
                        source,
                        "archive",
                        target,
                        "site" + job.site,
                        "https://" + host,
                        "https",
                        "192.0.2." + job.source,
                        job.time,
                        1000,
                        failure,
                        Attempt.Way.UNKNOWN,
                        Damage.NONE);
        return new Result(
                item,
                "f",
                failure.isNone() ? "done" : "failed",
                List.of(source),
                target,
                failure,
                job.nodeName(),
                "run",
                "/scratch (ext4)",
                List.of(attempt));
    }
}
