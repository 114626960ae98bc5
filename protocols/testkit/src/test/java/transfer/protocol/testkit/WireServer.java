package transfer.protocol.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FileStat;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * A store behind a TCP port, one request a connection: a verb, a name, a number; then "ok", or the
 * kind of the failure.
 */
final class WireServer implements AutoCloseable {
    private final ServerSocket listener;
    private final MemoryStore store;

    private WireServer(ServerSocket listener, MemoryStore store) {
        this.listener = listener;
        this.store = store;
    }

    static WireServer start(MemoryStore store) {
        try {
            WireServer server =
                    new WireServer(
                            new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")), store);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        DeafServer.quietly(listener);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            try {
                answer(in.readUTF(), TransferUrl.parse("mem://host/" + in.readUTF()), in, out);
            } catch (TransferException e) {
                out.writeUTF(e.kind().name());
            }
        } catch (IOException | InterruptedException | MalformedUrlException e) {
            // the client is gone, and whatever it was writing was aborted
        }
    }

    private void answer(String verb, TransferUrl url, DataInputStream in, DataOutputStream out)
            throws IOException, InterruptedException {
        long number = in.readLong();
        try (MemoryEndpoint endpoint =
                (MemoryEndpoint)
                        new MemoryProtocol(store)
                                .open(new Place(url, Site.UNNAMED), Credentials.none())) {
            switch (verb) {
                case "STAT" -> tell(endpoint.stat(url), out);
                case "READ" -> give(endpoint, url, number, out);
                case "RESUME" -> {
                    try (Writing writing = endpoint.resume(url, request(number), in.readUTF())) {
                        goOn(writing, in, out);
                    }
                }
                default -> take(endpoint, url, number, in, out);
            }
        }
    }

    private static void tell(FileStat stat, DataOutputStream out) throws IOException {
        out.writeUTF("ok");
        out.writeLong(stat.size().orElse(-1));
    }

    private static void give(Source source, TransferUrl url, long offset, DataOutputStream out)
            throws IOException, InterruptedException {
        ReadRequest request =
                new ReadRequest(offset, OptionalLong.empty(), java.util.Optional.empty(), false);
        try (Reading reading = source.read(url, request)) {
            tell(reading.stat(), out);
            out.write(Trial.rest(reading));
        }
    }

    private static void take(
            Sink sink, TransferUrl url, long size, DataInputStream in, DataOutputStream out)
            throws IOException, InterruptedException {
        try (Writing writing = sink.write(url, request(size))) {
            finish(writing, in, out);
        }
    }

    private static WriteRequest request(long size) {
        OptionalLong known = size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
        return new WriteRequest(known, OptionalInt.empty());
    }

    /**
     * A connection that ends, whoever ends it, leaves what has come; a length below zero aborts.
     */
    private static void goOn(Writing writing, DataInputStream in, DataOutputStream out)
            throws IOException, InterruptedException {
        try {
            out.writeUTF("ok");
            out.writeLong(writing.offset());
            out.writeUTF(writing.location().path().substring(1));
            if (finish(writing, in, out) < 0) {
                writing.close();
                out.writeUTF("ok");
            }
        } finally {
            writing.leave();
        }
    }

    /** How the bytes ended: with 0, or below where they are not wanted any more. */
    private static int finish(Writing writing, DataInputStream in, DataOutputStream out)
            throws IOException, InterruptedException {
        int length = in.readInt();
        while (length > 0) {
            writing.write(ByteBuffer.wrap(in.readNBytes(length)));
            length = in.readInt();
        }
        if (length == 0) {
            writing.finish(List.of());
            out.writeUTF("ok");
            out.writeUTF(writing.location().path().substring(1));
            in.readByte();
            writing.publish();
            out.writeUTF("ok");
        }
        return length;
    }
}
