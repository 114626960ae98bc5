package transfer.protocol.s3;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;

/** The suite against S3Proxy before a folder. */
class S3ProxyConformanceTest extends S3Conformance {
    S3ProxyConformanceTest() {
        super(S3TestServers.S3PROXY);
    }

    @Override
    protected Set<Ability> abilities() {
        return and(super.abilities(), Ability.PASSWORD);
    }

    /** It does not tell what it has any more once it has half a part. */
    @Override
    protected int keptAfterACut() {
        return 0;
    }

    @Nested
    class Passwords extends PasswordGroup {}
}
