package transfer.protocol.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for secrets in what a program says. A secret is also found as base 64, as {@code Basic}
 * log-ins carry it (give {@code user:password} for that), and with its special characters escaped
 * as in a URL or in JSON.
 *
 * <p>Immutable; its own messages name a secret by its number, never by its text.
 */
public final class SecretScan {
    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed();

    private final Map<String, String> forms = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when a secret has fewer than 6 characters, which would be
     *     found by chance
     */
    public SecretScan(List<String> secrets) {
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (secret.length() < 6) {
                throw new IllegalArgumentException(
                        "secret " + (i + 1) + " is too short to look for");
            }
            addForms(secret, "secret " + (i + 1));
        }
    }

    private void addForms(String secret, String name) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String asForm = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String asPath = asForm.replace("+", "%20");
        forms.put(secret, name);
        for (String escaped : List.of(asForm, asPath, asPath.replace("%2F", "/"))) {
            forms.putIfAbsent(escaped, name + " escaped as in a URL");
        }
        forms.putIfAbsent(secret.replace("/", "\\/"), name + " escaped as in JSON");
        forms.putIfAbsent(
                Base64.getEncoder().withoutPadding().encodeToString(bytes), name + " in base 64");
    }

    /**
     * @throws AssertionError when the text holds a secret
     */
    public void check(String text) {
        forms.forEach((form, name) -> {
            if (text.contains(form)) {
                throw new AssertionError(name + " is shown: " + blanked(text));
            }
        });
    }

    /**
     * Checks everything that is printed of a failure: its message, stack trace, and causes.
     *
     * @throws AssertionError when a secret is in there
     */
    public void check(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        check(printed.toString());
    }

    private String blanked(String text) {
        String blank = text;
        for (String form : forms.keySet().stream().sorted(LONGEST_FIRST).toList()) {
            blank = blank.replace(form, "<HERE>");
        }
        return blank;
    }
}
