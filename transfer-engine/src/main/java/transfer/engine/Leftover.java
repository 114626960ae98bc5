package transfer.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * What an earlier process left beside a target.
 *
 * @param origin what it is a part of
 * @param checks CRC-32C of each block that its map says is whole; whether it is, is for others to
 *     find out
 */
record Leftover(StagedFile staged, BlockMap.Origin origin, Map<Integer, Integer> checks) {
    /**
     * Takes over what is there, if it is of this source.
     *
     * @param discarded is told in words why what is there does not help; it is written over in time
     */
    static Optional<Leftover> find(
            TransferUrl target, String run, TransferUrl source, Consumer<String> discarded)
            throws TransferException {
        try {
            if (!Files.exists(StagedPlace.hidden(target, StagedPlace.RESUMABLE, "blocks"))
                    && !isLink(target)) {
                return Optional.empty(); // the usual case, for the price of two looks
            }
            StagedPlace place = StagedPlace.of(target);
            Path part = place.part(StagedPlace.RESUMABLE);
            Optional<FileChannel> channel = SharedName.claim(part);
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            Optional<Leftover> left = Optional.empty();
            try {
                Optional<BlockMap.Left> found = usable(place, source, discarded);
                if (found.isPresent()) {
                    StagedFile staged =
                            StagedFile.goneOnWith(target, place, run, channel.get(), found.get());
                    left =
                            Optional.of(
                                    new Leftover(
                                            staged, found.get().origin(), found.get().checks()));
                }
            } finally {
                if (left.isEmpty()) {
                    channel.get().close();
                }
            }
            return left;
        } catch (TransferException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty(); // gone, a link, or not ours to open: then it is fetched anew
        }
    }

    private static boolean isLink(TransferUrl target) throws IOException {
        BasicFileAttributes there = StagedPlace.look(target.toPath());
        return there != null && there.isSymbolicLink();
    }

    private static Optional<BlockMap.Left> usable(
            StagedPlace place, TransferUrl source, Consumer<String> discarded) throws IOException {
        Path map = place.beside(StagedPlace.RESUMABLE, "blocks");
        if (!SharedName.isOwn(place.part(StagedPlace.RESUMABLE)) || !SharedName.isOwn(map)) {
            discarded.accept("the file belongs to somebody else");
            return Optional.empty();
        }
        Optional<BlockMap.Left> found = BlockMap.read(map);
        if (found.isEmpty()) {
            discarded.accept("its map of blocks cannot be read");
            return Optional.empty();
        }
        if (!found.get().origin().isOf(source)) {
            discarded.accept("it is of another source");
            return Optional.empty();
        }
        return found;
    }
}
