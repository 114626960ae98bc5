import transfer.protocol.testkit.HandWrittenGcs;

/**
 * The hand-written Google Cloud Storage of the tests with a bucket, as a program of its own. Prints
 * the port it listens on, and runs until it is ended.
 */
final class GcsServer {
    private GcsServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        HandWrittenGcs store = HandWrittenGcs.start();
        store.makeBucket("bucket");
        System.out.println(store.setting("port"));
        Thread.currentThread().join();
    }
}
