package transfer.planner;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a node is thought to run.
 *
 * @param low seconds
 * @param high seconds, at least as many
 * @param isUnknown nobody tells how long its program runs: both numbers are for what is around it
 */
record NodeTime(double low, double high, boolean isUnknown) {
    private static final int MINUTE = 60;

    static NodeTime of(PlanNode node, List<Movement> movements, AssumedRates rates) {
        double around = rates.secondsPerJob();
        for (Movement movement : movements) {
            around += rates.seconds(movement);
        }
        if (!(node.task() instanceof Task.Compute compute)) {
            return new NodeTime(around, around, false);
        }
        Profiles profiles = compute.job().profiles();
        OptionalDouble runtime = number(profiles.pegasus("runtime"));
        if (runtime.isPresent()) {
            double all = around + runtime.getAsDouble();
            return new NodeTime(all, all, false);
        }
        OptionalDouble limit =
                number(
                        profiles.pegasus("maxwalltime")
                                .or(() -> profiles.get(Namespace.GLOBUS, "maxwalltime")));
        return limit.isPresent()
                ? new NodeTime(around, around + limit.getAsDouble() * MINUTE, false)
                : new NodeTime(around, around, true);
    }

    /** Of digits only: what else may stand there is for the system that runs the job. */
    private static OptionalDouble number(Optional<String> text) {
        return text.map(String::strip)
                .filter(word -> word.matches("\\d{1,12}(\\.\\d{1,6})?"))
                .map(word -> OptionalDouble.of(Double.parseDouble(word)))
                .orElse(OptionalDouble.empty());
    }
}
