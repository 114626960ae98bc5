package transfer.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A mapping of a YAML file, whose fields are asked for by name and type. What does not fit becomes
 * a defect with its line and path, and the field counts as missing, so that reading goes on.
 */
final class Section {
    private final String file;
    private final Yaml.Fields fields;
    private final String path;
    private final Defects defects;

    Section(String file, Yaml.Fields fields, String path, Defects defects) {
        this.file = file;
        this.fields = fields;
        this.path = path;
        this.defects = defects;
    }

    int line() {
        return fields.line();
    }

    String file() {
        return file;
    }

    Set<String> keys() {
        return fields.map().keySet();
    }

    /** Every key that is not among these is a defect. */
    void only(Set<String> known) {
        for (Map.Entry<String, Yaml> field : fields.map().entrySet()) {
            if (!known.contains(field.getKey()) && !field.getKey().startsWith("x-")) {
                report(
                        field.getValue().line(),
                        field.getKey(),
                        "unknown field; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** The text of a field that must be there; empty when it is not. */
    String required(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() && (!fields.map().containsKey(key) || isNothing(key))) {
            report(line(), key, "is missing");
        } else if (text.isPresent() && text.get().isEmpty()) {
            report(fields.map().get(key).line(), key, "is empty");
        }
        return text.orElse("");
    }

    private boolean isNothing(String key) {
        return fields.map().get(key) instanceof Yaml.Text text && text.isNothing();
    }

    Optional<String> text(String key) {
        return switch (fields.map().get(key)) {
            case null -> Optional.empty();
            case Yaml.Text text -> text.isNothing() ? Optional.empty() : Optional.of(text.value());
            case Yaml other -> {
                report(other.line(), key, "must be a text, not " + other.kind());
                yield Optional.empty();
            }
        };
    }

    boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get()) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> {
                defect(key, "must be true or false, not '" + text.get() + "'");
                yield otherwise;
            }
        };
    }

    /** The number of bytes a field tells, at least 0; -1 when there is none. */
    long bytes(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return -1;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        defect(key, "must be a number of bytes, not '" + text.get() + "'");
        return -1;
    }

    /** One of an enumeration's values by the word it is written with. */
    <E extends Enum<E>> Optional<E> choice(String key, E[] values, Function<E, String> word) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (E value : values) {
            if (word.apply(value).equals(text.get())) {
                return Optional.of(value);
            }
            words.add(word.apply(value));
        }
        defect(key, "must be one of " + String.join(", ", words) + ", not '" + text.get() + "'");
        return Optional.empty();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Yaml item : items(key)) {
            if (item instanceof Yaml.Text text && !text.isNothing()) {
                texts.add(text.value());
            } else {
                report(item.line(), key, "must hold texts, not " + item.kind());
            }
        }
        return texts;
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        int index = 0;
        for (Yaml item : items(key)) {
            String name = key + "[" + index++ + "]";
            if (item instanceof Yaml.Fields map) {
                sections.add(new Section(file, map, child(name), defects));
            } else {
                report(item.line(), name, "must be a mapping, not " + item.kind());
            }
        }
        return sections;
    }

    private List<Yaml> items(String key) {
        return switch (fields.map().get(key)) {
            case null -> List.of();
            case Yaml.Items items -> items.list();
            case Yaml.Text text when text.isNothing() -> List.of();
            case Yaml other -> {
                report(other.line(), key, "must be a list, not " + other.kind());
                yield List.of();
            }
        };
    }

    Optional<Section> section(String key) {
        return switch (fields.map().get(key)) {
            case null -> Optional.empty();
            case Yaml.Fields map -> Optional.of(new Section(file, map, child(key), defects));
            case Yaml.Text text when text.isNothing() -> Optional.empty();
            case Yaml other -> {
                report(other.line(), key, "must be a mapping, not " + other.kind());
                yield Optional.empty();
            }
        };
    }

    /** A mapping of texts; empty when it is missing. */
    Map<String, String> pairs(String key) {
        Optional<Section> section = section(key);
        if (section.isEmpty()) {
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name : section.get().keys()) {
            pairs.put(name, section.get().text(name).orElse(""));
        }
        return pairs;
    }

    void defect(String key, String message) {
        Yaml value = fields.map().get(key);
        report(value == null ? line() : value.line(), key, message);
    }

    private void report(int line, String key, String message) {
        defects.add(new Defect(file, line, key.isEmpty() ? path : child(key), message));
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
