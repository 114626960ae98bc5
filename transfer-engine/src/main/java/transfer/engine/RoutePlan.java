package transfer.engine;

import java.util.List;

/**
 * What would be done for an item, decided without I/O at any server.
 *
 * @param steps one sentence a hop: which family does what, from where to where
 * @param credentials for each remote end, which credential would be used, named by its origin
 */
public record RoutePlan(WorkItem item, List<String> steps, List<String> credentials) {
    public RoutePlan {
        steps = List.copyOf(steps);
        credentials = List.copyOf(credentials);
    }
}
