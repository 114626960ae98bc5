package transfer.list;

import java.util.Map;

/**
 * How strictly a list is read.
 *
 * @param environment for {@code $NAME} and {@code ${NAME}} in local paths
 * @param unsetIsEmpty whether a variable that is not set stands for nothing, as in the reference,
 *     or is a defect
 */
public record ListDialect(Map<String, String> environment, boolean unsetIsEmpty) {
    public ListDialect {
        environment = Map.copyOf(environment);
    }
}
