package transfer.protocol.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.CredentialQuery;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsClient;

/**
 * Who we are at which store, found once for all places of the same site and user. Safe for use by
 * many threads.
 */
final class S3Logins {
    /**
     * Whoever gives out keys for a while gives others whenever he is asked, so that others are no
     * sign of hope; and an answer to HEAD does not tell old keys from what we must not do.
     */
    private static final Duration BETWEEN_ISSUES = Duration.ofMinutes(1);

    private final NetworkSettings network;
    private final InstantSource clock;
    private final TlsClient tls;
    private final Map<Whose, Session> sessions = new ConcurrentHashMap<>();

    S3Logins(NetworkSettings network, InstantSource clock) {
        this.network = network;
        this.clock = clock;
        this.tls = new TlsClient(network, clock);
    }

    /** Whose a session is: all URLs that name no user share one at each site. */
    private record Whose(Credentials credentials, CredentialQuery query) {
        static Whose of(Place place, Credentials credentials) {
            CredentialQuery query = place.credentialQuery();
            return new Whose(
                    credentials,
                    query.user().isPresent()
                            ? query
                            : new CredentialQuery(query.site(), query.scheme(), ""));
        }

        /**
         * Written out, as {@link #equals}: what the runtime makes of a record is not kept in the
         * cache.
         */
        @Override
        public int hashCode() {
            return 31 * credentials.hashCode() + query.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Whose whose
                    && credentials.equals(whose.credentials)
                    && query.equals(whose.query);
        }
    }

    /** The login of a place. Does no I/O. */
    S3Login of(Place place, Credentials credentials) {
        Session session =
                sessions.computeIfAbsent(Whose.of(place, credentials), whose -> new Session(whose));
        return new S3Login() {
            @Override
            public S3Service service() throws TransferException, InterruptedException {
                return session.identity(place.url()).service();
            }

            @Override
            public Optional<S3Keys> keys() throws TransferException, InterruptedException {
                return session.keys(place.url());
            }

            @Override
            public boolean renew(S3Keys refused) throws TransferException, InterruptedException {
                return session.renew(refused, place.url());
            }
        };
    }

    /** What was found for one of us. */
    private final class Session {
        private final Whose whose;
        private final ReentrantLock lock = new ReentrantLock();
        private S3Identity identity;
        private String refusal;
        private boolean had;
        private Instant renewed = Instant.MIN;

        Session(Whose whose) {
            this.whose = whose;
        }

        S3Identity identity(TransferUrl about) throws TransferException, InterruptedException {
            lock.lockInterruptibly();
            try {
                if (identity == null) {
                    identity = read(about);
                }
                return identity;
            } catch (CredentialException e) {
                throw failure(about, e.getMessage(), e);
            } finally {
                lock.unlock();
            }
        }

        /**
         * A place without a metadata service is asked for it once, since that takes seconds; but
         * who has given keys before may only have stumbled.
         */
        Optional<S3Keys> keys(TransferUrl about) throws TransferException, InterruptedException {
            lock.lockInterruptibly();
            try {
                if (refusal != null) {
                    throw failure(about, refusal, null);
                }
                Optional<S3Keys> keys = given(identity(about), about);
                had = true;
                return keys;
            } catch (CredentialException e) {
                refusal = had ? null : e.getMessage();
                throw failure(about, e.getMessage(), e);
            } finally {
                lock.unlock();
            }
        }

        /** Many threads find at the same time that keys have ended; the first one gets others. */
        boolean renew(S3Keys refused, TransferUrl about)
                throws TransferException, InterruptedException {
            lock.lockInterruptibly();
            try {
                if (!keys(about).equals(Optional.of(refused))) {
                    return true;
                }
                // a program is slow, and most refusals have other reasons than its keys
                boolean program = identity.keyring() instanceof S3Issued;
                boolean issued =
                        program
                                || whose.query().user().isEmpty()
                                        && refused.sessionToken().isPresent();
                if (issued && clock.instant().isBefore(renewed.plus(BETWEEN_ISSUES))) {
                    return false;
                }
                if (program) {
                    renewed = clock.instant();
                }
                S3Identity now = read(about);
                if (given(now, about).equals(Optional.of(refused))) {
                    return false;
                }
                identity = now;
                renewed = clock.instant();
                return true;
            } catch (CredentialException e) {
                throw failure(about, e.getMessage(), e);
            } finally {
                lock.unlock();
            }
        }

        private S3Identity read(TransferUrl about) throws CredentialException {
            CredentialQuery query = whose.query();
            Credentials credentials = whose.credentials();
            if (query.user().isEmpty()) {
                Credential.Environment environment =
                        credentials
                                .find(query, Credential.Environment.class)
                                .orElse(new Credential.Environment(Map.of(), "nothing"));
                try {
                    return S3Chain.read(environment, network, tls, clock, about);
                } catch (NoClassDefFoundError e) {
                    throw leftOut(e);
                }
            }
            Optional<Credential.ObjectStore> found =
                    credentials.find(query, Credential.ObjectStore.class);
            if (found.isEmpty()) {
                throw new CredentialException(
                        "Config file has no section for site '"
                                + query.authority()
                                + "'; looked for: "
                                + String.join(
                                        ", ",
                                        credentials.searched(query, Credential.ObjectStore.class)));
            }
            return S3Config.read(found.get());
        }
    }

    private static Optional<S3Keys> given(S3Identity identity, TransferUrl about)
            throws TransferException, CredentialException, InterruptedException {
        try {
            return fit(identity.keyring().keys(about));
        } catch (NoClassDefFoundError e) {
            throw leftOut(e);
        }
    }

    /** The slim variant of the program comes without what only some of us need. */
    private static CredentialException leftOut(NoClassDefFoundError e) {
        return new CredentialException(
                "this is the slim variant of transfer, without Amazon's library for roles,"
                        + " machines' own keys and programs that give out keys: take the whole"
                        + " one, or name keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in"
                        + " ~/.aws/credentials or in a credentials file (s3://USER@SITE/...)",
                e);
    }

    /** Such as can stand in a header: what the library says of others shows them. */
    private static Optional<S3Keys> fit(Optional<S3Keys> keys) throws CredentialException {
        if (keys.isPresent() && !keys.get().isPrintable()) {
            throw new CredentialException(
                    keys.get().origin()
                            + ": access key, secret key or session token holds blanks or ends of"
                            + " lines, or characters that are not ASCII");
        }
        return keys;
    }

    private static TransferException failure(TransferUrl about, String words, Throwable cause) {
        return new TransferException(
                        FailureKind.BAD_CREDENTIALS, about, about + ": " + words, cause)
                .during(Phase.LOGIN);
    }
}
