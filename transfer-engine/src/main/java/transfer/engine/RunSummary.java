package transfer.engine;

import java.util.List;
import transfer.concurrency.ServerLimit;

/**
 * How a run ended.
 *
 * @param done items done
 * @param failedForGood items that trying again will not help
 * @param failedForNow items that may succeed another time, those not tried included
 * @param internalErrors items that met a program error of ours; they are not counted among the
 *     others
 * @param servers how many were at each server at once, where that was found by trying
 */
public record RunSummary(
        int done,
        int failedForGood,
        int failedForNow,
        int internalErrors,
        List<ServerLimit.Use> servers) {
    public RunSummary {
        servers = List.copyOf(servers);
    }

    /** Of a run that talked to no server. */
    public RunSummary(int done, int failedForGood, int failedForNow, int internalErrors) {
        this(done, failedForGood, failedForNow, internalErrors, List.of());
    }

    public boolean allDone() {
        return failedForGood + failedForNow + internalErrors == 0;
    }
}
