package transfer.credentials;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of the environment that name credentials. One that is set to nothing counts as not
 * set.
 */
record Variables(Map<String, String> environment) {
    Variables {
        environment = Map.copyOf(environment);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * @throws CredentialException when the value cannot be a file's name
     */
    Optional<Path> path(String name) throws CredentialException {
        Optional<String> value = value(name);
        try {
            return value.map(Path::of);
        } catch (InvalidPathException _) {
            // without the cause, which would quote what may have been put there by mistake
            throw new CredentialException("the variable " + name + " holds no file name");
        }
    }

    /** A variable's names in the order in which they are asked: the site's own, the general one. */
    static List<String> names(String general, Site site) {
        return site.label().isEmpty() ? List.of(general) : List.of(ofSite(general, site), general);
    }

    static String ofSite(String general, Site site) {
        return general + "_" + site.variableSuffix();
    }

    /** {@code the variable X}, and if it is not set, that and perhaps why. */
    String described(String name) {
        if (value(name).isPresent()) {
            return "the variable " + name;
        }
        return name.matches("[A-Za-z0-9_]+")
                ? "the variable " + name + " (not set)"
                : "the variable "
                        + name
                        + " (not set; a shell cannot set it, because the site's label holds more than"
                        + " letters, digits, - and _)";
    }
}
