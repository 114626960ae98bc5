package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.Trial;

/** nginx with the module that adds PROPFIND. */
@Tag("container")
class NginxConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return WebdavServer.nginx("dav", "dav");
    }

    @Override
    protected Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.copyOf(super.abilities());
        abilities.add(Ability.UNWRITABLE);
        return abilities;
    }

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Folders extends DirectoryGroup {
        /** nginx-dav-ext 3.0.0 lists nothing whose name begins with a dot. */
        @Test
        @Override
        protected void listHasEverythingUnderItsNameAndNothingElse() throws Exception {
            fixture().put("a/file", Trial.bytes(10));
            fixture().put("a/.hidden", Trial.bytes(10));
            fixture().put("a/sub/file", Trial.bytes(10));

            assertEquals(
                    List.of(url("a/file").text(), url("a/sub").text()),
                    list("a").stream().map(url -> url.text()).sorted().toList());
        }
    }
}
