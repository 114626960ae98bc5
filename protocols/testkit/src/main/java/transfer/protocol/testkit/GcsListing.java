package transfer.protocol.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Lists of objects as {@link HandWrittenGcs} gives them, a page at a time. */
final class GcsListing {
    private final List<String> items = new ArrayList<>();
    private final TreeSet<String> prefixes = new TreeSet<>();
    private String next = "";

    private GcsListing() {}

    /**
     * @param largest how many entries a page has at most
     */
    static String page(List<GcsObject> all, GcsRequest request, int largest) {
        Map<String, String> query = request.query();
        GcsListing page = new GcsListing();
        int most =
                Math.min(largest, Integer.parseInt(query.getOrDefault("maxResults", "" + largest)));
        String prefix = query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        String after = query.getOrDefault("pageToken", "");
        String last = "";
        for (GcsObject object : all) {
            String name = object.name();
            if (!name.startsWith(prefix)) {
                continue;
            }
            int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            String entry = cut < 0 ? name : name.substring(0, cut + delimiter.length());
            if (entry.compareTo(after) <= 0 || page.prefixes.contains(entry)) {
                continue;
            }
            if (page.items.size() + page.prefixes.size() == most) {
                page.next = last;
                break;
            }
            if (cut < 0) {
                page.items.add(object.json(request.home()));
            } else {
                page.prefixes.add(entry);
            }
            last = entry;
        }
        return page.json();
    }

    private String json() {
        List<String> quoted = prefixes.stream().map(GcsText::quoted).toList();
        return "{\"kind\":\"storage#objects\""
                + (next.isEmpty() ? "" : ",\"nextPageToken\":" + GcsText.quoted(next))
                + (items.isEmpty() ? "" : ",\"items\":[" + String.join(",", items) + "]")
                + (quoted.isEmpty() ? "" : ",\"prefixes\":[" + String.join(",", quoted) + "]")
                + "}";
    }
}
