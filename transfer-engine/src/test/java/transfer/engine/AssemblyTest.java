package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Credentials;
import transfer.protocol.Identity;
import transfer.protocol.TransferUrl;

class AssemblyTest {
    private static final long SIZE = 2L * BlockMap.BLOCK + 5;

    @TempDir Path folder;

    @Test
    void nothingFollowsTheEndAlsoWhereTheLastBlockIsToBeHad() throws Exception {
        TransferUrl target = TransferUrl.ofPath(folder.resolve("a"));
        RunContext run =
                RunContext.of(
                        new ProtocolTable(List.of(), Credentials.none()),
                        EngineOptions.standard(folder),
                        Progress.SILENT);
        try (StagedFile staged = StagedFile.beside(target, "run-1", OptionalInt.empty())) {
            Assembly assembly =
                    new Assembly(
                            staged,
                            new BlockMap.Origin("digest", SIZE, new Identity("v1")),
                            new RunningDigest(Set.of(DigestAlgorithm.SHA_256)),
                            Map.of(),
                            run);
            assertTrue(assembly.takeFrom(SIZE, 1).isEmpty());
            assertEquals(
                    Optional.of(SIZE),
                    assembly.takeFrom(2L * BlockMap.BLOCK, 1).map(Blocks.Span::end));
        }
    }
}
