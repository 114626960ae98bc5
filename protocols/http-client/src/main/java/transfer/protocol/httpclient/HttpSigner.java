package transfer.protocol.httpclient;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import transfer.protocol.TransferException;

/**
 * Introduces us to a server where what it has to be shown cannot be said beforehand: a signature
 * over the request, or a token that is renewed while the program runs.
 */
public interface HttpSigner {
    /**
     * Adds what shows who we are to a request. Asked each time that one is sent, also when the same
     * one is sent once more; on the thread that sends it, which for an upload is another than the
     * one that writes.
     *
     * @param request what is sent
     * @param target where it goes; a server that must not see the credentials is for the family not
     *     to send to
     * @param headers everything that goes with it but what the library adds: {@code Host}, {@code
     *     Content-Length}, {@code Content-Type} of a body that has one, {@code Connection}
     * @throws TransferException when there is nothing to sign with
     */
    void sign(HttpRequest request, HttpUrl target, Headers.Builder headers)
            throws TransferException, InterruptedException;

    /**
     * What it means to this family that an upload was refused, of which it sees no answer: the
     * server may say more of it than HTTP does.
     *
     * @param plain the failure as plain HTTP has it
     * @param answer its body may be read
     */
    default TransferException failure(TransferException plain, HttpAnswer answer) {
        return plain;
    }
}
