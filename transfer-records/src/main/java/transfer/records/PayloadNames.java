package transfer.records;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * Names for files in a place of their own: those of their destinations, without the directories
 * that all of them have in common.
 */
final class PayloadNames {
    private PayloadNames() {}

    /**
     * The names, in the order of the files, with slashes between their parts.
     *
     * @throws RecordsException when two files would have the same name, or one the name of another
     *     one's directory
     */
    static List<String> of(List<PlacedReceipt> files) throws RecordsException {
        List<List<String>> all = new ArrayList<>();
        for (PlacedReceipt file : files) {
            all.add(parts(file.receipt().destination()));
        }
        int common = common(all);
        List<String> names = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String name = String.join("/", all.get(i).subList(common, all.get(i).size()));
            String destination = files.get(i).receipt().destination();
            String other = seen.putIfAbsent(name, destination);
            if (other != null) {
                throw new RecordsException(
                        other + " and " + destination + " would both be called " + name);
            }
            names.add(name);
        }
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String above = seen.get(name.substring(0, slash));
                if (above != null) {
                    throw new RecordsException(
                            above + " would be a file and the directory of " + seen.get(name));
                }
            }
        }
        return names;
    }

    private static List<String> parts(String destination) throws RecordsException {
        TransferUrl url;
        try {
            url = TransferUrl.parse(destination);
        } catch (MalformedUrlException e) {
            throw new RecordsException(destination + " is no place: " + e.getMessage(), e);
        }
        List<String> parts = new ArrayList<>();
        if (!url.isLocal()) {
            parts.add(url.hostAndPort().replace(':', '_'));
        }
        for (String part : Arrays.asList(url.path().split("/"))) {
            switch (part) {
                case "", "." -> {}
                case ".." -> {
                    if (!parts.isEmpty()) {
                        parts.removeLast();
                    }
                }
                default -> parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new RecordsException(destination + " has no name");
        }
        return parts;
    }

    private static int common(List<List<String>> all) {
        int common = all.stream().mapToInt(parts -> parts.size() - 1).min().orElse(0);
        for (List<String> parts : all) {
            int same = 0;
            while (same < common && parts.get(same).equals(all.getFirst().get(same))) {
                same++;
            }
            common = same;
        }
        return common;
    }
}
