package transfer.protocol.http;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import transfer.protocol.testkit.Ability;

/** nginx, plain. */
@Tag("container")
class HttpConformanceTest extends NginxConformance {
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
        return HttpServer.nginx("http");
    }
}
