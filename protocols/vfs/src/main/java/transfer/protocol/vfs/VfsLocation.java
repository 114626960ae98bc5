package transfer.protocol.vfs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * What a URL names: an archive and a name in it.
 *
 * @param split how much of the URL's path is the archive
 * @param archive where the archive is
 * @param name without slashes at its ends; empty for the archive as a whole
 */
record VfsLocation(TransferUrl url, int split, Path archive, String name) {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    /**
     * Refuses archives that are no files of this machine. Looks at nothing.
     *
     * @throws TransferException {@link FailureKind#UNSUPPORTED}
     */
    static void require(TransferUrl url) throws TransferException {
        String path = url.path();
        boolean elsewhere = URL.matcher(path).lookingAt() && !isFile(path);
        if (elsewhere) {
            throw VfsFailures.because(
                    FailureKind.UNSUPPORTED,
                    url,
                    "cannot read "
                            + url
                            + ": an archive is read on this machine only; fetch it first, as an item of"
                            + " its own, and name the copy in place of its URL");
        }
        archive(url, path.length());
    }

    private static boolean isFile(String path) {
        return path.regionMatches(true, 0, "file:", 0, 5);
    }

    /**
     * Takes a URL apart. An exclamation mark may belong to a name too, so the first one counts that
     * has a file in front of it, and the first of all where none has.
     */
    static VfsLocation of(TransferUrl url, boolean hasNames) throws TransferException {
        require(url);
        List<Integer> splits = splits(url.path(), hasNames);
        for (int split : splits) {
            VfsLocation location = at(url, split);
            if (Files.isRegularFile(location.archive)) {
                return location;
            }
        }
        return at(url, splits.getFirst());
    }

    private static List<Integer> splits(String path, boolean hasNames) {
        List<Integer> splits = new ArrayList<>();
        for (int mark = path.indexOf('!'); mark >= 0; mark = path.indexOf('!', mark + 1)) {
            if (mark > 0 && (mark + 1 == path.length() || path.charAt(mark + 1) == '/')) {
                splits.add(mark);
            }
        }
        splits.add(hasNames ? splits.size() : 0, path.length());
        return splits;
    }

    private static VfsLocation at(TransferUrl url, int split) throws TransferException {
        String path = url.path();
        String name = split == path.length() ? "" : path.substring(split + 1);
        return new VfsLocation(url, split, archive(url, split), VfsEntry.trimmed(name));
    }

    private static Path archive(TransferUrl url, int split) throws TransferException {
        String path = url.path().substring(0, split);
        try {
            return TransferUrl.parse(isFile(path) ? path : "file:" + path).toPath();
        } catch (MalformedUrlException e) {
            throw VfsFailures.because(
                    FailureKind.BAD_REQUEST, url, "cannot read " + url + ": it " + e.getMessage());
        }
    }
}
