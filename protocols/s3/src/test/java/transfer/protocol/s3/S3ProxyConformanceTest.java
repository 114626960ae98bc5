package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.Trial;

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

    /**
     * A folder of the file system cannot have a file's name. It has no words for that, and leaves
     * what it could not rename under a name of its own.
     */
    @Nested
    class FoldersInTheWay extends S3Conformance.FoldersInTheWay {
        private void isRefused(String name, String stays) throws Exception {
            trial().failure(
                            Set.of(FailureKind.UNAVAILABLE),
                            () -> trial().write(url(name), Trial.bytes(10)));

            assertTrue(fixture().exists(stays));
        }

        @Test
        @Override
        protected void directoryCannotBeReplacedByAFile() throws Exception {
            fixture().put("directory/file", Trial.bytes(10));
            isRefused("directory", "directory/file");
        }

        @Test
        @Override
        protected void emptyDirectoryCannotBeReplacedByAFile() throws Exception {
            fixture().makeDirectory("directory");
            isRefused("directory", "directory/");
        }

        @Test
        @Override
        protected void nothingIsWrittenBelowAFile() throws Exception {
            fixture().put("file", Trial.bytes(10));
            isRefused("file/below", "file");
        }
    }
}
