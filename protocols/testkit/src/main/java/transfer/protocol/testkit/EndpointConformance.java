package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What the contract in {@link transfer.protocol} promises, as checks that every family runs against
 * a real server.
 *
 * <p>A family's subclass says what to expect ({@link #abilities}) and where ({@link #fixture}), and
 * lists the groups of checks that its abilities call for. A group that is missing, or one too many,
 * fails; and so does an endpoint with more or fewer abilities than declared. So nothing is left out
 * unseen, and nothing has to be skipped.
 *
 * <pre>{@code
 * class FtpConformanceTest extends EndpointConformance {
 *     protected Set<Ability> abilities() { return EnumSet.of(STAT, READ, REMOVE); }
 *     protected Fixture fixture() { return new FtpFixture(server); }
 *
 *     @Nested class Opening extends OpeningGroup {}
 *     @Nested class Stating extends StatGroup {}
 *     @Nested class Fetching extends ReadGroup {}
 *     @Nested class Removing extends RemoveGroup {
 *         // vsftpd 3.0 answers 550 to this as to everything
 *         @Test
 *         @Override
 *         protected void directoryIsRefused() { … }
 *     }
 * }
 * }</pre>
 *
 * <p>As there, a known deviation is an overridden check that asserts it, with the reason.
 *
 * <p>One instance serves all checks of a subclass, so a server may be started in a {@code
 * BeforeAll} method that is not static.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EndpointConformance {
    private static final List<Class<? extends Checks>> GROUPS =
            List.of(
                    OpeningChecks.class,
                    StatChecks.class,
                    ReadChecks.class,
                    RangeChecks.class,
                    IdentityChecks.class,
                    WriteChecks.class,
                    AtomicWriteChecks.class,
                    ResumeChecks.class,
                    ResumeFaultChecks.class,
                    ModeChecks.class,
                    DigestChecks.class,
                    CopyChecks.class,
                    DirectoryChecks.class,
                    DirectoryWriteChecks.class,
                    LinkChecks.class,
                    RemoveChecks.class,
                    BatchRemoveChecks.class,
                    UnreadableChecks.class,
                    UnwritableChecks.class,
                    FullChecks.class,
                    PasswordChecks.class,
                    ThrottleChecks.class,
                    NetworkChecks.class,
                    UploadFaultChecks.class,
                    InterruptionChecks.class,
                    ConcurrencyChecks.class,
                    ConcurrentWriteChecks.class,
                    ResourceChecks.class);

    private Trial trial;

    /** What the endpoint, its server and the fixture can do; always the same answer. */
    protected abstract Set<Ability> abilities();

    /** A new fixture, with an empty place of its own. */
    protected abstract Fixture fixture() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        trial = new Trial(fixture());
    }

    @AfterEach
    final void end() throws Exception {
        try (Fixture _ = trial.fixture();
                Trial _ = trial) {
            // closes the endpoints first
        }
    }

    final Trial trial() {
        return trial;
    }

    @Test
    final void everyGroupThatTheAbilitiesCallForIsThereAndNoOther() {
        assertEquals(names(GROUPS.stream().filter(this::isCalledFor)), names(groupsHere()));
    }

    private boolean isCalledFor(Class<? extends Checks> group) {
        return AnnotationSupport.findAnnotation(group, Needs.class)
                .map(needs -> abilities().containsAll(List.of(needs.value())))
                .orElse(true);
    }

    private Stream<Class<? extends Checks>> groupsHere() {
        List<Class<?>> nested =
                ReflectionSupport.findNestedClasses(
                        getClass(), type -> AnnotationSupport.isAnnotated(type, Nested.class));
        return GROUPS.stream().filter(group -> nested.stream().anyMatch(group::isAssignableFrom));
    }

    private static Set<String> names(Stream<Class<? extends Checks>> groups) {
        return new TreeSet<>(groups.map(Class::getSimpleName).toList());
    }

    // ---- the groups, for subclasses to list

    protected abstract class OpeningGroup extends OpeningChecks {}

    protected abstract class StatGroup extends StatChecks {}

    protected abstract class ReadGroup extends ReadChecks {}

    protected abstract class RangeGroup extends RangeChecks {}

    protected abstract class IdentityGroup extends IdentityChecks {}

    protected abstract class WriteGroup extends WriteChecks {}

    protected abstract class AtomicWriteGroup extends AtomicWriteChecks {}

    protected abstract class ResumeGroup extends ResumeChecks {}

    protected abstract class ResumeFaultGroup extends ResumeFaultChecks {}

    protected abstract class ModeGroup extends ModeChecks {}

    protected abstract class DigestGroup extends DigestChecks {}

    protected abstract class CopyGroup extends CopyChecks {}

    protected abstract class DirectoryGroup extends DirectoryChecks {}

    protected abstract class DirectoryWriteGroup extends DirectoryWriteChecks {}

    protected abstract class LinkGroup extends LinkChecks {}

    protected abstract class RemoveGroup extends RemoveChecks {}

    protected abstract class BatchRemoveGroup extends BatchRemoveChecks {}

    protected abstract class UnreadableGroup extends UnreadableChecks {}

    protected abstract class UnwritableGroup extends UnwritableChecks {}

    protected abstract class FullGroup extends FullChecks {}

    protected abstract class PasswordGroup extends PasswordChecks {}

    protected abstract class ThrottleGroup extends ThrottleChecks {}

    protected abstract class NetworkGroup extends NetworkChecks {}

    protected abstract class UploadFaultGroup extends UploadFaultChecks {}

    protected abstract class InterruptionGroup extends InterruptionChecks {}

    protected abstract class ConcurrencyGroup extends ConcurrencyChecks {}

    protected abstract class ConcurrentWriteGroup extends ConcurrentWriteChecks {}

    protected abstract class ResourceGroup extends ResourceChecks {}
}
