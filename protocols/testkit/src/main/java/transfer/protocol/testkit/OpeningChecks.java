package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import transfer.protocol.Endpoint;

/** Opening and closing endpoints, before anything is asked of them. */
abstract class OpeningChecks extends Checks {
    @Test
    protected void endpointHasExactlyTheDeclaredAbilities() throws Exception {
        Endpoint endpoint = trial().open(Endpoint.class, url("any"));
        Set<Ability> implemented =
                Stream.of(Ability.values())
                        .filter(ability ->
                                ability.type().map(t -> t.isInstance(endpoint)).orElse(false))
                        .collect(Collectors.toSet());
        Set<Ability> declared =
                Stream.of(Ability.values())
                        .filter(ability -> ability.type().isPresent() && has(ability))
                        .collect(Collectors.toSet());
        assertEquals(declared, implemented);
    }

    @Test
    protected void schemesAreInLowerCaseAndOneIsTheUrls() {
        var schemes = fixture().protocol().schemes();
        assertTrue(schemes.contains(url("any").scheme()), () -> schemes + " lack " + url("any"));
        assertTrue(schemes.stream().allMatch(s -> s.equals(s.toLowerCase(Locale.ROOT))));
    }

    @Test
    protected void openingLooksAtNothingAndChangesNothing() throws Exception {
        trial().open(Endpoint.class, url("missing directory/missing file")).close();

        assertTrue(fixture().names().isEmpty());
        assertFalse(fixture().exists("missing directory"));
    }

    @Test
    protected void closingAnUnusedEndpointTwiceIsHarmless() throws Exception {
        Endpoint endpoint = trial().open(Endpoint.class, url("any"));
        endpoint.close();
        endpoint.close();
    }

    @Test
    protected void urlWrittenForLogsHoldsNoSecret() {
        trial().inspect(url("any").toString());
    }
}
