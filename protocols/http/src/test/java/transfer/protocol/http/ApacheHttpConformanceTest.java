package transfer.protocol.http;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import transfer.protocol.testkit.Ability;

/** Apache, plain. */
@Tag("container")
class ApacheHttpConformanceTest extends ApacheConformance {
    /** Only here can a proxy answer in the server's place. */
    @Override
    protected Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.copyOf(super.abilities());
        abilities.add(Ability.THROTTLE);
        return abilities;
    }

    @Nested
    class Throttling extends ThrottleGroup {}

    @Override
    HttpServer startServer() {
        return HttpServer.apache("http");
    }
}
