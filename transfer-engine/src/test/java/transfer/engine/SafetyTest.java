package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** Nothing is lost, and nothing counts as done without proof. */
@Timeout(60)
class SafetyTest {
    private static final byte[] CONTENT = EngineBench.content(1000);
    private static final Checksum WRONG = Checksum.of(DigestAlgorithm.SHA_256, new byte[32]);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d/f",
                "d//f",
                "./d/f",
                "d/../d/f",
                "symlink://./d/f",
                "link/f",
                "moveto://./link/../d/f",
                "d",
                "d/",
                "link/."
            })
    void aSourceThatWasNotBroughtToSafetyStaysHoweverItIsWritten(String doomed) throws Exception {
        Files.createDirectory(bench.path("d"));
        Files.write(bench.path("d/f"), CONTENT);
        Files.createSymbolicLink(bench.path("link"), bench.path("d"));
        bench.store.always("mem://h/f", MemoryFault.writeDenied());
        bench.transfer("mem://h/f", "d/f");
        bench.remove(doomed, true);
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("d/f")));
    }

    @Test
    void whatASourceLinksToStaysToo() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        Files.createSymbolicLink(bench.path("link"), bench.path("f"));
        bench.store.always("mem://h/f", MemoryFault.writeDenied());
        bench.transfer("mem://h/f", "link");
        bench.remove("f", false);
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void aRemoteDirectoryWithATrailingSlashStaysToo() {
        bench.store.put("mem://h/d/f", CONTENT);
        bench.store.always("mem://h/d/f", MemoryFault.fails(Operation.READ, FailureKind.TIMED_OUT));
        bench.transfer("f", "mem://h/d/f");
        bench.remove("mem://h/d//", true);
        bench.run();
        assertTrue(bench.store.content("mem://h/d/f").isPresent());
    }

    @Test
    void aFileThatIsItsOwnDestinationMustHaveTheExpectedChecksum() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.transfer(terms -> terms.withExpected(Optional.of(WRONG)), "f", "f");
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
    }

    @Test
    void aServersOwnCopyMustHaveTheExpectedChecksum() {
        bench.store.put("mem://h/f", CONTENT);
        bench.store.limitDigests(Set.of(DigestAlgorithm.MD5));
        bench.transfer(terms -> terms.withExpected(Optional.of(WRONG)), "mem://h/g", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
    }

    @Test
    void otherSourcesAreTriedWhereTheFirstOnesServerIsGivenUp() throws Exception {
        bench.store.always(MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        bench.other.put("mem2://o/f", CONTENT);
        for (int i = 1; i <= 15; i++) {
            bench.transfer("out/" + i, "mem://h/" + i);
        }
        bench.transfer("f", "mem://h/f", "mem2://o/f");
        bench.run();
        assertEquals(List.of("mem://h"), List.copyOf(bench.givenUp));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void brokenHopsLeaveNothingInTheStagingDirectoryThatIsNotWorthGoingOnWith() throws Exception {
        bench.store.put("mem://h/big", EngineBench.content(2 * BlockMap.BLOCK));
        bench.store.always("mem://h/big", MemoryFault.readBreaks(BlockMap.BLOCK - 1L));
        bench.transfer("mem2://o/big", "mem://h/big");
        bench.run();
        assertEquals(FailureKind.CONNECTION, bench.failed(1).kind());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aTargetThatNamesADirectoryIsNotMadeOne() throws Exception {
        bench.store.put("mem://h/f", CONTENT);
        bench.transfer("d/", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aProgramErrorTellsNoSecret() {
        String text =
                ProgramError.describe(
                        new IllegalArgumentException(
                                "no host in https://joe:geheim@/f?access_token=hush&x=1:"
                                        + " Authorization: Bearer abcdefgh12345"));
        assertFalse(text.contains("geheim") || text.contains("hush") || text.contains("abcdefgh"));
        assertTrue(text.contains("IllegalArgumentException") && text.contains("joe"), text);
    }

    @Test
    void aReportThatFailsDoesNotHoldUpTheRun() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.transfer("g", "f");
        bench.transfer("h", "f");
        TransferEngine engine =
                new TransferEngine(
                        List.of(new FileProtocol(List.of())), Credentials.none(), bench.options);
        RunSummary summary =
                engine.run(
                        bench.items,
                        new Progress() {
                            @Override
                            public void finished(TransferOutcome outcome) {
                                throw new IllegalStateException("on purpose");
                            }
                        });
        assertEquals(2, summary.internalErrors());
    }
}
