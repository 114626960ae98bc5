package transfer.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import transfer.engine.WorkItem;

/**
 * What stands at an item's place in this machine's file system, as far as a look without reading
 * tells.
 *
 * @param form what it is
 * @param size in bytes; 0 for everything but files
 * @param modified nanoseconds since 1970; 0 for everything but files, because directories change
 *     with what is put into them
 */
record LocalState(Form form, long size, long modified) {

    /** What a name stands for. */
    enum Form {
        FILE('f'),
        DIRECTORY('d'),
        /** A link to nothing. */
        LINK('l'),
        OTHER('o'),
        MISSING('-'),
        /** On another machine, where nobody looked. */
        REMOTE('r'),
        /** Nobody may look. */
        UNKNOWN('?');

        private final char mark;

        Form(char mark) {
            this.mark = mark;
        }

        char mark() {
            return mark;
        }

        static Form marked(char mark) {
            for (Form form : values()) {
                if (form.mark == mark) {
                    return form;
                }
            }
            throw new IllegalArgumentException("nothing is marked " + mark);
        }
    }

    /** What stands now at the place that an item changes. Links are followed. */
    static LocalState of(WorkItem item) {
        return item.target().url().isLocal()
                ? of(item.target().url().toPath())
                : new LocalState(Form.REMOTE, 0, 0);
    }

    static LocalState of(Path path) {
        try {
            return of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException _) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    ? new LocalState(Form.LINK, 0, 0)
                    : new LocalState(Form.MISSING, 0, 0);
        } catch (IOException _) {
            return new LocalState(Form.UNKNOWN, 0, 0);
        }
    }

    private static LocalState of(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return new LocalState(
                    Form.FILE,
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        }
        return new LocalState(attributes.isDirectory() ? Form.DIRECTORY : Form.OTHER, 0, 0);
    }
}
