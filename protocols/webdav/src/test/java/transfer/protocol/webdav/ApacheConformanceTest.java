package transfer.protocol.webdav;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import transfer.protocol.testkit.Ability;

/** Apache with mod_dav, plain. */
@Tag("container")
class ApacheConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return WebdavServer.apache("webdav", "put", "basic-put");
    }

    @Override
    protected Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.copyOf(super.abilities());
        abilities.addAll(Set.of(Ability.UNWRITABLE, Ability.FULL, Ability.THROTTLE));
        return abilities;
    }

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Folders extends DirectoryGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Throttling extends ThrottleGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Full extends FullGroup {}
}
