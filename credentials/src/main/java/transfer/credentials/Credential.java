package transfer.credentials;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What proves to one server who we are. No credential prints a secret.
 *
 * <p>Every kind says where it came from ({@link #origin()}: a variable, a section of a file), so
 * that reports can name the credential that was chosen without showing it.
 */
public sealed interface Credential {
    /**
     * Where it was found, in words fit for a message: {@code section [https://h] of
     * /home/u/credentials.conf}.
     */
    String origin();

    /** A user's name and password. */
    record Password(String user, Secret password, String origin) implements Credential {}

    /** An OAuth 2 bearer token (RFC 6750), a SciToken or a WLCG token. */
    record BearerToken(Secret token, String origin) implements Credential {}

    /**
     * Request headers, names to values, as the {@code header.} keys of a credentials file give
     * them.
     */
    record HttpHeaders(Map<String, Secret> headers, String origin) implements Credential {
        public HttpHeaders {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * A client certificate with its private key and chain in one PEM file, usually an X.509 proxy
     * (RFC 3820). The file is read when a connection needs it.
     *
     * @param forSite whether it is meant for the very site, rather than for whoever asks
     */
    record ClientCertificate(Path pem, String origin, boolean forSite) implements Credential {
        /** One for whoever asks. */
        public ClientCertificate(Path pem, String origin) {
            this(pem, origin, false);
        }

        /**
         * The file's bytes; what was read is what was found to be private.
         *
         * @throws CredentialException when the file is missing, unreadable, too large, open to
         *     others or somebody else's
         */
        public byte[] read() throws CredentialException {
            return file().read();
        }

        void check() throws CredentialException {
            file().check();
        }

        private PrivateFile file() {
            return new PrivateFile(pem, "X.509 proxy", origin);
        }
    }

    /**
     * A private key for SSH in a file of its own, in any of the forms that OpenSSH writes. The file
     * is read when a connection needs it.
     */
    record SshKey(Path file, String origin) implements Credential {
        /**
         * The file's bytes; what was read is what was found to be private.
         *
         * @throws CredentialException when the file is missing, unreadable, too large, open to
         *     others or somebody else's
         */
        public byte[] read() throws CredentialException {
            return privateFile().read();
        }

        void check() throws CredentialException {
            privateFile().check();
        }

        private PrivateFile privateFile() {
            return new PrivateFile(file, "SSH key", origin);
        }
    }

    /**
     * What the environment says of Google's services. Its files are read when a connection needs
     * them.
     *
     * @param token an access token as it is
     * @param key what Google's own programs keep an account in (JSON)
     * @param boto the configuration of gsutil and of the programs before it, where there is no key
     * @param pkcs12 the private key of a service account, which {@code boto} names
     * @param settings variables that hold no secret, by their names
     */
    record GoogleAccount(
            Optional<Secret> token,
            Optional<Path> key,
            Optional<Path> boto,
            Optional<Path> pkcs12,
            Map<String, String> settings,
            String origin)
            implements Credential {
        /** Nobody in particular, at the usual place. */
        public static final GoogleAccount NONE =
                new GoogleAccount(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        "nowhere");

        public GoogleAccount {
            settings = Map.copyOf(settings);
        }

        public Optional<String> setting(String name) {
            return Optional.ofNullable(settings.get(name));
        }

        /**
         * The bytes of one of its files; what was read is what was found to be private.
         *
         * @throws CredentialException when the file is missing, unreadable, too large, open to
         *     others or somebody else's
         */
        public byte[] read(Path file) throws CredentialException {
            return new PrivateFile(file, "Google credentials file", origin).read();
        }
    }

    /** What opens an encrypted private key. */
    record Passphrase(Secret passphrase, String origin) implements Credential {}

    /**
     * What a credentials file says of an object store, and of one identity of ours there. What the
     * keys mean, the family knows that speaks to such stores.
     *
     * @param store the section {@code [site]}
     * @param identity the section {@code [user@site]}
     */
    record ObjectStore(Section store, Section identity) implements Credential {
        @Override
        public String origin() {
            return identity.origin();
        }
    }

    /**
     * What the environment says to a cloud's own tools, for families that find their credentials as
     * those do.
     *
     * @param variables the variables that concern them, {@code HOME} among them if it is set; none
     *     is empty
     */
    record Environment(Map<String, Secret> variables, String origin) implements Credential {
        public Environment {
            variables = Map.copyOf(variables);
        }

        /** The value of a variable. */
        public Optional<String> value(String name) {
            return Optional.ofNullable(variables.get(name)).map(Secret::reveal);
        }

        /**
         * The bytes of a file with secrets that the variables lead to, or the habits of those
         * tools; what was read is what was found to be private.
         *
         * @param noun what it is, for messages
         * @param named who says that it is there, for messages
         * @throws CredentialException when the file is missing, unreadable, too large, open to
         *     others or somebody else's
         */
        public byte[] read(Path file, String noun, String named) throws CredentialException {
            return new PrivateFile(file, noun, named).read();
        }
    }

    /**
     * A section of a credentials file.
     *
     * @param title what stands between the brackets
     * @param file its name, for messages
     * @param settings what it says, by key in lower case
     */
    record Section(String title, String file, Map<String, Setting> settings) {
        public Section {
            settings = Map.copyOf(settings);
        }

        public String origin() {
            return "section [" + title + "] of " + file;
        }

        /** The value of a key; one that is empty counts as not there. */
        public Optional<String> value(String key) {
            return Optional.ofNullable(settings.get(key))
                    .map(setting -> setting.value().reveal())
                    .filter(value -> !value.isEmpty());
        }

        /** Where a key that is there stands, for messages: {@code line 7 of FILE}. */
        public String where(String key) {
            return "line " + settings.get(key).line() + " of " + file;
        }
    }

    /**
     * @param line where the key stands in its file, the first line being 1
     */
    record Setting(Secret value, int line) {}
}
