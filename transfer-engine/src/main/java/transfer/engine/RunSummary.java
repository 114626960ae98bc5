package transfer.engine;

/**
 * How a run ended.
 *
 * @param done items done
 * @param failedForGood items that trying again will not help
 * @param failedForNow items that may succeed another time, those not tried included
 * @param internalErrors items that met a program error of ours; they are not counted among the
 *     others
 */
public record RunSummary(int done, int failedForGood, int failedForNow, int internalErrors) {
    public boolean allDone() {
        return failedForGood + failedForNow + internalErrors == 0;
    }
}
