package transfer.protocol.s3;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import transfer.protocol.testkit.Ability;

/** The suite against Ceph's object gateway. */
@Tag("container")
class CephConformanceTest extends S3Conformance {
    CephConformanceTest() {
        super(S3TestServers.CEPH);
    }

    @Override
    protected Set<Ability> abilities() {
        return and(
                super.abilities(),
                Ability.PASSWORD,
                Ability.UNREADABLE,
                Ability.UNWRITABLE,
                Ability.FULL);
    }

    @Override
    protected int manyFiles() {
        return 2500;
    }

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Full extends FullGroup {}
}
