package transfer.protocol.gs;

import java.util.Optional;
import transfer.credentials.Secret;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Where the tokens of an account come from. Safe for use by many threads. */
interface GsTokens {
    /**
     * The token to show now; empty for who is nobody in particular.
     *
     * @param about what it is wanted for, for messages
     * @throws TransferException when there should be one and is not to be had
     */
    Optional<Secret> token(TransferUrl about) throws TransferException, InterruptedException;

    /** Forgets a token that was refused; false where another one cannot be had. */
    boolean renew(Secret refused);

    /** Who we are, or why nobody, for messages. */
    String words();

    /** Shows nothing. */
    record Anonymous(String words) implements GsTokens {
        @Override
        public Optional<Secret> token(TransferUrl about) {
            return Optional.empty();
        }

        @Override
        public boolean renew(Secret refused) {
            return false;
        }
    }

    /** One that was given to us as it is. */
    record Given(Secret token, String origin) implements GsTokens {
        @Override
        public Optional<Secret> token(TransferUrl about) {
            return Optional.of(token);
        }

        @Override
        public boolean renew(Secret refused) {
            return false;
        }

        @Override
        public String words() {
            return "offered: the token of " + origin;
        }
    }
}
