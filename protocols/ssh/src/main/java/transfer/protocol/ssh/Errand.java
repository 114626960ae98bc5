package transfer.protocol.ssh;

import transfer.protocol.Phase;
import transfer.protocol.TransferUrl;

/**
 * What a request is for, so that its failure can be told.
 *
 * @param words what cannot be done if it fails: {@code cannot read}
 */
record Errand(TransferUrl url, String words, Phase phase) {
    static Errand request(TransferUrl url, String words) {
        return new Errand(url, words, Phase.REQUEST);
    }

    static Errand body(TransferUrl url, String words) {
        return new Errand(url, words, Phase.BODY);
    }

    String failed(String reason) {
        return words + " " + url + ": " + reason;
    }
}
