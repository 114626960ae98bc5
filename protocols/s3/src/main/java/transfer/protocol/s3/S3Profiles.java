package transfer.protocol.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;

/**
 * The files that Amazon's tools share: {@code ~/.aws/config} and {@code ~/.aws/credentials}, or
 * those that {@code AWS_CONFIG_FILE} and {@code AWS_SHARED_CREDENTIALS_FILE} name (AWS SDKs and
 * Tools Reference Guide, "Shared config and credentials files"). Which of their profiles counts,
 * {@code AWS_PROFILE} says; else it is {@code default}.
 */
final class S3Profiles {
    private static final Pattern LINE = Pattern.compile("on line ([0-9]+)");

    private final ProfileFile files;
    private final String chosen;
    private final String names;

    private S3Profiles(ProfileFile files, String chosen, String names) {
        this.files = files;
        this.chosen = chosen;
        this.names = names;
    }

    /**
     * Reads both files, as far as they are there.
     *
     * @throws CredentialException when one cannot be used, or the chosen profile is not in them
     */
    static S3Profiles read(Credential.Environment environment) throws CredentialException {
        Optional<Path> config = path(environment, "AWS_CONFIG_FILE", "config");
        Optional<Path> credentials =
                path(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
        ProfileFile.Aggregator both = ProfileFile.aggregator();
        if (config.isPresent() && Files.exists(config.get())) {
            both.addFile(parsed(config.get(), bytes(config.get()), false));
        }
        if (credentials.isPresent() && Files.exists(credentials.get())) {
            byte[] bytes =
                    environment.read(
                            credentials.get(), "AWS credentials file", "the habits of AWS tools");
            both.addFile(parsed(credentials.get(), bytes, true));
        }
        String names =
                config.map(Path::toString).orElse("~/.aws/config")
                        + " and "
                        + credentials.map(Path::toString).orElse("~/.aws/credentials");
        Optional<String> wanted = environment.value("AWS_PROFILE");
        S3Profiles read = new S3Profiles(both.build(), wanted.orElse("default"), names);
        if (wanted.isPresent()) {
            read.profile(wanted.get());
        }
        return read;
    }

    private static Optional<Path> path(
            Credential.Environment environment, String variable, String name)
            throws CredentialException {
        try {
            Optional<Path> named = environment.value(variable).map(Path::of);
            return named.isPresent()
                    ? named
                    : environment.value("HOME").map(home -> Path.of(home, ".aws", name));
        } catch (InvalidPathException _) {
            throw new CredentialException("the variable " + variable + " holds no file name");
        }
    }

    private static byte[] bytes(Path file) throws CredentialException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CredentialException(
                    "AWS's configuration " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ProfileFile parsed(Path file, byte[] bytes, boolean secret)
            throws CredentialException {
        try {
            return ProfileFile.builder()
                    .content(new ByteArrayInputStream(bytes))
                    .type(secret ? ProfileFile.Type.CREDENTIALS : ProfileFile.Type.CONFIGURATION)
                    .build();
        } catch (IllegalArgumentException e) {
            // its words and not its cause's, which might quote the line
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            throw new CredentialException(
                    "AWS's configuration "
                            + file
                            + (line.find() ? ", line " + line.group(1) : "")
                            + ": this is neither [profile NAME] nor key = value");
        }
    }

    /** The name of the one that counts. */
    String chosen() {
        return chosen;
    }

    /** Where they were looked for, for messages. */
    String names() {
        return names;
    }

    /** The one that counts, if it is there. */
    Optional<Profile> profile() {
        return files.profile(chosen);
    }

    /**
     * @throws CredentialException when there is none of that name
     */
    Profile profile(String name) throws CredentialException {
        Optional<Profile> found = files.profile(name);
        if (found.isEmpty()) {
            throw new CredentialException("there is no profile " + name + " in " + names);
        }
        return found.get();
    }

    /** What the profile that counts says. */
    Optional<String> value(String key) {
        return profile().flatMap(profile -> value(profile, key));
    }

    static Optional<String> value(Profile profile, String key) {
        return profile.property(key).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** The endpoint that the profile names for S3, or for everything. */
    Optional<String> endpoint() {
        return value("services")
                .flatMap(name -> files.getSection("services", name))
                .flatMap(services -> value(services, "s3.endpoint_url"))
                .or(() -> value("endpoint_url"));
    }
}
