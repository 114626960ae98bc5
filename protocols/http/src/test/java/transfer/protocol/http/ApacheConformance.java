package transfer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.Trial;

/** Apache with its WebDAV module, by plain HTTP. */
abstract class ApacheConformance extends HttpConformance {
    @Nested
    class Storing extends WriteGroup {
        /** RFC 4918, 9.7.1: a WebDAV server must not make the folders on the way of a PUT. */
        @Test
        @Override
        protected void missingDirectoriesAreMade() throws Exception {
            trial().failure(
                            Set.of(FailureKind.ALREADY_EXISTS),
                            () -> trial().write(url("new/directory/file"), Trial.bytes(10)));
            assertFalse(fixture().exists("new"));
        }

        @TestFactory
        @Override
        protected Stream<DynamicTest> fileOfAnyNameIsWritten() {
            return Stream.concat(
                    Stream.of(
                            DynamicTest.dynamicTest(
                                    "(the folder that it does not make)",
                                    () -> fixture().makeDirectory("directory/with sub %2F"))),
                    super.fileOfAnyNameIsWritten());
        }
    }
}
