package transfer.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.ParseResult;
import transfer.checksum.Checksum;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Inspector;
import transfer.protocol.TransferUrl;

/** {@code transfer stat URL...}: what servers say about files. */
final class StatCommand {
    private final Session session;
    private final ParseResult options;

    StatCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        boolean json = options.matchedOptionValue("--json", false);
        return new Questioning(session, options)
                .ask((endpoint, url, _) -> {
                    if (!(endpoint instanceof Inspector inspector)) {
                        throw Questioning.unable(url, "cannot say what is there");
                    }
                    FileStat stat = inspector.stat(url);
                    return json ? json(url, stat) : words(url, stat);
                });
    }

    /** A line for what is known, nothing for what is not. */
    static String words(TransferUrl url, FileStat stat) {
        StringBuilder text = new StringBuilder(Log.oneLine(url.toString())).append('\n');
        line(text, "kind", stat.kind().name().toLowerCase(Locale.ROOT));
        stat.size().ifPresent(size -> line(text, "size", Long.toString(size)));
        stat.modified().ifPresent(time -> line(text, "modified", time.toString()));
        stat.mode().ifPresent(mode -> line(text, "mode", octal(mode)));
        stat.identity().map(Identity::mark).ifPresent(mark -> line(text, "identity", mark));
        for (Checksum digest : stat.digests()) {
            line(text, digest.algorithm().fieldName(), digest.hex());
        }
        stat.address().ifPresent(address -> line(text, "address", address));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ").append(name).repeat(' ', Math.max(1, 10 - name.length()));
        text.append(Log.oneLine(value)).append('\n');
    }

    private static String octal(int mode) {
        String digits = Integer.toOctalString(mode);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    /** One object on one line, without what is not known. */
    static String json(TransferUrl url, FileStat stat) {
        return JsonLine.of(json -> write(json, url, stat)) + "\n";
    }

    static void write(JsonGenerator json, TransferUrl url, FileStat stat) throws IOException {
        json.writeStringField("url", url.toString());
        json.writeStringField("kind", stat.kind().name().toLowerCase(Locale.ROOT));
        if (stat.size().isPresent()) {
            json.writeNumberField("size", stat.size().getAsLong());
        }
        if (stat.modified().isPresent()) {
            json.writeStringField("modified", stat.modified().get().toString());
        }
        if (stat.mode().isPresent()) {
            json.writeStringField("mode", octal(stat.mode().getAsInt()));
        }
        if (stat.identity().isPresent()) {
            json.writeStringField("identity", stat.identity().get().mark());
        }
        json.writeObjectFieldStart("digests");
        for (Checksum digest : stat.digests()) {
            json.writeStringField(digest.algorithm().fieldName(), digest.hex());
        }
        json.writeEndObject();
        if (stat.address().isPresent()) {
            json.writeStringField("address", stat.address().get());
        }
    }
}
