package transfer.protocol.testkit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs a group or a check of a suite where its abilities are declared, and a group of the suite's
 * own only where the subclass brings no version of it.
 */
final class NeedsCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return suite(context)
                .map(suite -> evaluate(context, suite))
                .orElse(ConditionEvaluationResult.enabled("is the suite itself"));
    }

    private static ConditionEvaluationResult evaluate(
            ExtensionContext context, EndpointConformance suite) {
        List<Ability> missing =
                AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                        .map(needs -> List.of(needs.value()))
                        .orElse(List.of())
                        .stream()
                        .filter(ability -> !suite.abilities().contains(ability))
                        .toList();
        if (!missing.isEmpty()) {
            return ConditionEvaluationResult.disabled("not declared: " + missing);
        }
        if (context.getTestMethod().isEmpty()
                && isReplaced(context.getRequiredTestClass(), suite)) {
            return ConditionEvaluationResult.disabled("replaced by the suite's own version");
        }
        return ConditionEvaluationResult.enabled("everything it needs is declared");
    }

    private static boolean isReplaced(Class<?> group, EndpointConformance suite) {
        return group.getEnclosingClass() == EndpointConformance.class
                && !ReflectionSupport.findNestedClasses(
                                suite.getClass(),
                                other ->
                                        other != group
                                                && group.getSuperclass().isAssignableFrom(other))
                        .isEmpty();
    }

    /** The suite's instance lives as long as its groups, so there is one once a group is asked. */
    private static Optional<EndpointConformance> suite(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            if (at.get().getTestInstance().orElse(null) instanceof EndpointConformance suite) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }
}
