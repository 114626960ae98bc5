package transfer.chaos;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the fault that a line of a plan asks for, each time with random numbers of its own. */
@FunctionalInterface
interface FaultMaker {
    Fault make(RandomGenerator random);

    /** What a plan can ask for, in the order of the documentation. */
    List<String> NAMES =
            List.of(
                    "latency",
                    "bandwidth",
                    "slicer",
                    "limit_data",
                    "reset",
                    "refuse",
                    "timeout",
                    "stall",
                    "slow_close",
                    "swap16",
                    "corrupt",
                    "empty_reply",
                    "tls_failure",
                    "status",
                    "web_page",
                    "partial",
                    "etag",
                    "ignore_range");

    /**
     * Reads everything but the schedule.
     *
     * @param http whether the proxy understands HTTP
     * @throws IllegalArgumentException when it asks for something that there is not
     */
    static FaultMaker of(FaultSpec spec, boolean http) {
        String name = spec.name();
        return switch (name) {
            case "latency" -> latency(spec);
            case "bandwidth" -> {
                long rate = spec.bytes("rate", 0);
                if (rate < 1) {
                    throw spec.wrong("needs a rate in bytes a second, such as rate=100k");
                }
                yield random -> new Fault.Rate(rate);
            }
            case "slicer" -> slicer(spec);
            case "limit_data" -> {
                FaultSpec.Range range = range(spec, http, "bytes", "0");
                yield random -> new Fault.CloseAfter(range.draw(random));
            }
            case "reset", "reset_peer" -> reset(spec, http);
            case "refuse" -> random -> new Fault.Refuse();
            case "timeout" -> {
                Duration close = spec.duration("close", Duration.ZERO);
                yield random -> new Fault.Silence(close);
            }
            case "stall" -> stall(spec, http);
            case "slow_close" -> {
                Duration delay = needed(spec, "delay");
                yield random -> new Fault.SlowClose(delay);
            }
            case "swap16" -> {
                int packets = (int) spec.number("packets", 1, 1);
                yield random -> new Fault.SwapWords(packets, random.nextLong());
            }
            case "corrupt" -> corrupt(spec, http);
            case "empty_reply" -> random -> new Fault.EmptyReply();
            default -> onlyOneOfBoth(spec, http);
        };
    }

    private static FaultMaker onlyOneOfBoth(FaultSpec spec, boolean http) {
        String name = spec.name();
        if (!NAMES.contains(name)) {
            throw spec.wrong("there is no '" + name + "'; there are " + String.join(", ", NAMES));
        }
        if (name.equals("tls_failure") == http) {
            throw spec.wrong(http ? "TLS passes only without --http" : "needs --http");
        }
        return switch (name) {
            case "tls_failure" -> random -> new Fault.Garbage(random.nextLong());
            case "status" -> status(spec);
            case "web_page" -> random -> Fault.webPage();
            case "partial" -> {
                FaultSpec.Range range = range(spec, true, "bytes", "0%-100%");
                yield random -> new Fault.Partial(range.draw(random));
            }
            case "etag" ->
                    random -> new Fault.WrongEtag("\"wrong-" + random.nextInt(1 << 30) + "\"");
            default -> random -> new Fault.IgnoreRange();
        };
    }

    private static FaultMaker latency(FaultSpec spec) {
        Duration delay = needed(spec, "delay");
        long jitter = spec.duration("jitter", Duration.ZERO).toNanos();
        return random ->
                new Fault.Delay(
                        Duration.ofNanos(
                                Math.max(
                                        0,
                                        delay.toNanos() + random.nextLong(-jitter, jitter + 1))));
    }

    private static FaultMaker slicer(FaultSpec spec) {
        int size = (int) spec.bytes("size", 1000);
        int variation = (int) spec.bytes("variation", 0);
        Duration delay = spec.duration("delay", Duration.ZERO);
        if (size < 1 || variation >= size) {
            throw spec.wrong("size must be above 0 and above the variation");
        }
        return random -> new Fault.Slice(size, variation, delay, random.nextLong());
    }

    private static FaultMaker reset(FaultSpec spec, boolean http) {
        if (!spec.has("after")) {
            return random -> new Fault.Refuse();
        }
        FaultSpec.Range range = range(spec, http, "after", "0");
        return spec.isUpstream()
                ? random -> new Fault.CutUploadAfter(range.draw(random))
                : random -> new Fault.CutAfter(range.draw(random));
    }

    private static FaultMaker stall(FaultSpec spec, boolean http) {
        FaultSpec.Range range = range(spec, http, "after", "0");
        if (spec.isUpstream()) {
            return random -> new Fault.StallUploadAfter(range.draw(random));
        }
        Duration close = spec.duration("close", Duration.ZERO);
        return random -> new Fault.StallAfter(range.draw(random), close);
    }

    private static FaultMaker corrupt(FaultSpec spec, boolean http) {
        if (spec.has("rate")) {
            double rate = spec.probability("rate", 0);
            if (rate == 0) {
                throw spec.wrong("a rate of 0 does nothing");
            }
            return random -> new Fault.FlipBits(rate, random.nextLong());
        }
        FaultSpec.Range range = range(spec, http, "at", http ? "0%-100%" : "0-16k");
        int bytes = (int) spec.number("bytes", 0, 0);
        return random ->
                bytes == 0
                        ? new Fault.Corrupt(range.draw(random), 1, 1 << random.nextInt(8))
                        : new Fault.Corrupt(range.draw(random), bytes, 0xff);
    }

    private static FaultMaker status(FaultSpec spec) {
        int code = (int) spec.number("code", 100, 503);
        if (code < 200 || code > 599) {
            throw spec.wrong("a code is one from 200 to 599");
        }
        List<String> headers =
                spec.has("retry_after")
                        ? List.of("Retry-After: " + spec.number("retry_after", 0, 0))
                        : List.of();
        return random -> Fault.answer(code, headers, new byte[0]);
    }

    private static Duration needed(FaultSpec spec, String key) {
        if (!spec.has(key)) {
            throw spec.wrong("needs " + key + "=DURATION");
        }
        return spec.duration(key, Duration.ZERO);
    }

    private static FaultSpec.Range range(
            FaultSpec spec, boolean http, String key, String otherwise) {
        FaultSpec.Range range = spec.range(key, otherwise);
        if (range.isPart() && !http) {
            throw spec.wrong("a part of an answer is known with --http only; say bytes");
        }
        return range;
    }
}
