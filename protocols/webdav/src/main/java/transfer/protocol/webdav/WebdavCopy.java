package transfer.protocol.webdav;

import transfer.protocol.DirectCopy;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A copy that servers make, under a hidden name until MOVE publishes it. */
final class WebdavCopy implements DirectCopy.Made {
    private final WebdavPlacing placing;
    private final TransferUrl target;
    private final TransferUrl location;
    private FileStat stat = FileStat.unknown();
    private boolean begun;
    private boolean whole;
    private boolean published;

    /**
     * @param location where it is made: a hidden name beside the target
     */
    WebdavCopy(WebdavPlacing placing, TransferUrl target, TransferUrl location) {
        this.placing = placing;
        this.target = target;
        this.location = location;
    }

    /** From now on something may be there. */
    void begin() {
        begun = true;
    }

    /** Nothing has come of it. */
    void refused() {
        begun = false;
    }

    /**
     * @param found what the server says of it
     */
    void made(FileStat found) {
        stat = found;
        whole = true;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public TransferUrl location() {
        return location;
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        placing.publish(location, target, stat);
        published = true;
    }

    /** Takes away what is not published, or is not whole; also where the thread is interrupted. */
    @Override
    public void close() {
        if (!begun || published) {
            return;
        }
        begun = false;
        boolean interrupted = Thread.interrupted();
        try {
            if (whole) {
                placing.forgetHidden(location);
            } else {
                placing.forgetCutOff(location);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
