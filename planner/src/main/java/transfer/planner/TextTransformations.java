package transfer.planner;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text format of transformation catalogs: blocks {@code tr name { site s { key "value" } }} and
 * {@code cont name { }}.
 */
final class TextTransformations {
    private static final Set<String> SITE_KEYS =
            Set.of("pfn", "type", "arch", "os", "osrelease", "osversion", "glibc", "container");

    private final String file;
    private final TransformationCatalog catalog;
    private final Defects defects;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private record Word(String text, boolean isQuoted, int line) {}

    private static final class Block {
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> mounts = new ArrayList<>();
        private final Map<Namespace, Map<String, String>> profiles = new EnumMap<>(Namespace.class);
    }

    TextTransformations(String file, TransformationCatalog catalog, Defects defects) {
        this.file = file;
        this.catalog = catalog;
        this.defects = defects;
    }

    void read(String text) {
        split(text);
        while (at < words.size()) {
            Word kind = words.get(at++);
            switch (kind.text()) {
                case "tr" -> transformation();
                case "cont" -> container();
                default -> {
                    defect(
                            kind.line(),
                            "a block begins with tr or cont, not '" + kind.text() + "'");
                    return;
                }
            }
        }
    }

    private void split(String text) {
        int line = 1;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                i++;
            } else if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '#') {
                i = end(text, i, "\n");
            } else if (c == '"') {
                int end = text.indexOf('"', i + 1);
                if (end < 0) {
                    defect(line, "a quotation mark is not closed");
                    return;
                }
                words.add(new Word(text.substring(i + 1, end), true, line));
                i = end + 1;
            } else if (c == '{' || c == '}') {
                words.add(new Word(String.valueOf(c), false, line));
                i++;
            } else {
                int end = end(text, i, "{}\"# \t\r\n");
                words.add(new Word(text.substring(i, end), false, line));
                i = end;
            }
        }
    }

    private static int end(String text, int from, String stops) {
        int i = from;
        while (i < text.length() && stops.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private void transformation() {
        Optional<Word> key = opened();
        if (key.isEmpty()) {
            return;
        }
        Block common = new Block();
        List<Map.Entry<Word, Block>> sites = new ArrayList<>();
        while (!isClosed()) {
            if (peek().equals("site")) {
                at++;
                Optional<Word> site = opened();
                if (site.isEmpty()) {
                    return;
                }
                Block block = new Block();
                while (!isClosed()) {
                    pair(block);
                }
                sites.add(Map.entry(site.get(), block));
            } else {
                pair(common);
            }
        }
        sites.forEach(site ->
                add(
                        key.get().text(),
                        site.getKey(),
                        site.getValue(),
                        Profiles.of(common.profiles)));
    }

    private void add(String key, Word site, Block block, Profiles common) {
        int space = key.indexOf("::");
        String rest = space < 0 ? key : key.substring(space + 2);
        int colon = rest.indexOf(':');
        String url = block.values.getOrDefault("pfn", "");
        if (url.isEmpty()) {
            defect(site.line(), "'" + key + "' has no pfn at the site '" + site.text() + "'");
        }
        String type = block.values.getOrDefault("type", "INSTALLED");
        if (!type.equalsIgnoreCase("installed") && !type.equalsIgnoreCase("stageable")) {
            defect(site.line(), "type must be INSTALLED or STAGEABLE, not '" + type + "'");
        }
        for (String word : block.values.keySet()) {
            if (!SITE_KEYS.contains(word)) {
                defect(
                        site.line(),
                        "unknown key '"
                                + word
                                + "' of a site; known are "
                                + String.join(", ", SITE_KEYS.stream().sorted().toList()));
            }
        }
        catalog.add(
                new TransformationCatalog.Entry(
                        key,
                        TransformationCatalog.parts(
                                space < 0 ? "" : key.substring(0, space),
                                colon < 0 ? rest : rest.substring(0, colon),
                                colon < 0 ? "" : rest.substring(colon + 1)),
                        site.text(),
                        type.equalsIgnoreCase("stageable"),
                        url,
                        new Platform(
                                block.values.getOrDefault("arch", Platform.USUAL.arch()),
                                block.values
                                        .getOrDefault("os", Platform.USUAL.os())
                                        .toLowerCase(java.util.Locale.ROOT),
                                block.values.get("osrelease"),
                                block.values.get("osversion")),
                        Optional.ofNullable(block.values.get("container")),
                        false,
                        Map.of(),
                        Profiles.of(block.profiles).over(common),
                        List.of(),
                        new Section(file, new Yaml.Fields(Map.of(), site.line()), key, defects)));
    }

    private void container() {
        Optional<Word> name = opened();
        if (name.isEmpty()) {
            return;
        }
        Block block = new Block();
        while (!isClosed()) {
            pair(block);
        }
        catalog.add(
                new TransformationCatalog.Container(
                        name.get().text(),
                        block.values
                                .getOrDefault("type", "docker")
                                .toLowerCase(java.util.Locale.ROOT),
                        block.values.getOrDefault("image", ""),
                        Optional.ofNullable(block.values.get("image_site")),
                        List.copyOf(block.mounts),
                        false,
                        Map.of(),
                        Profiles.of(block.profiles)));
    }

    /** A name and the brace behind it. */
    private Optional<Word> opened() {
        if (at + 1 < words.size() && words.get(at + 1).text().equals("{")) {
            at += 2;
            return Optional.of(words.get(at - 2));
        }
        defect(
                at < words.size() ? words.get(at).line() : 0,
                "a block needs a name and an opening brace");
        at = words.size();
        return Optional.empty();
    }

    private boolean isClosed() {
        if (at >= words.size()) {
            defect(words.isEmpty() ? 0 : words.getLast().line(), "a block is not closed");
            return true;
        }
        if (words.get(at).text().equals("}") && !words.get(at).isQuoted()) {
            at++;
            return true;
        }
        return false;
    }

    private String peek() {
        return words.get(at).text();
    }

    private void pair(Block block) {
        Word key = words.get(at++);
        if (key.text().equals("profile") && at + 2 < words.size()) {
            Optional<Namespace> namespace = Namespace.of(words.get(at).text());
            if (namespace.isEmpty()) {
                defect(key.line(), "unknown namespace '" + words.get(at).text() + "' of a profile");
            }
            String name = words.get(at + 1).text();
            String value = words.get(at + 2).text();
            namespace.ifPresent(known ->
                    block.profiles
                            .computeIfAbsent(known, any -> new LinkedHashMap<>())
                            .put(name, value));
            at += 3;
        } else if (at < words.size() && words.get(at).isQuoted()) {
            String value = words.get(at++).text();
            if (key.text().equals("mount")) {
                block.mounts.add(value);
            } else {
                block.values.put(key.text(), value);
            }
        } else {
            defect(key.line(), "'" + key.text() + "' needs a value in quotation marks");
        }
    }

    private void defect(int line, String message) {
        defects.add(new Defect(file, line, "", message));
    }
}
