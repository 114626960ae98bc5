package transfer.diagnosis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence of the table, with placeholders in braces. */
record Sentence(String text) {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@%+:,=&?~-]+");

    /**
     * @throws IllegalArgumentException when something else than a placeholder is in braces
     */
    Sentence {
        Matcher braces = BRACES.matcher(text);
        while (braces.find()) {
            if (Placeholder.named(braces.group(1)).isEmpty()) {
                throw new IllegalArgumentException("no placeholder: " + braces.group());
            }
        }
        if (text.isBlank() || BRACES.matcher(text).replaceAll("").matches(".*[{}].*")) {
            throw new IllegalArgumentException("no sentence: " + text);
        }
    }

    /** The sentence with what is known of a failure. */
    String of(Symptom symptom) {
        return filled(symptom, false);
    }

    /** The same with names as a shell reads them, for sentences that hold commands. */
    String ofCommand(Symptom symptom) {
        return filled(symptom, true);
    }

    private String filled(Symptom symptom, boolean quoting) {
        return BRACES.matcher(text)
                .replaceAll(braces -> {
                    Placeholder placeholder = Placeholder.named(braces.group(1)).orElseThrow();
                    String value = placeholder.of(symptom);
                    boolean quoted =
                            quoting && placeholder.isName() && !PLAIN.matcher(value).matches();
                    return Matcher.quoteReplacement(quoted ? quoted(value) : value);
                });
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "'\\''") + "'";
    }
}
