package transfer.list;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import transfer.credentials.Site;
import transfer.engine.Defect;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/** A list while it is read: what was found sound so far, and what was found wrong. */
final class ListDraft {
    private final Variables variables;
    private final Map<String, Site> sites = new HashMap<>();
    private final WorkList items = new WorkList();
    private final List<Defect> defects = new ArrayList<>();

    ListDraft(ListDialect dialect) {
        this.variables = new Variables(dialect);
    }

    /** One object per label: a list of a million items knows a handful of sites. */
    Site site(String label) {
        return label.isEmpty() ? Site.UNNAMED : sites.computeIfAbsent(label, Site::new);
    }

    /**
     * @throws MalformedUrlException with words that go after "the URL"
     */
    TransferUrl url(String text) throws MalformedUrlException {
        return variables.url(text);
    }

    void add(WorkItem item) {
        items.add(item);
    }

    void add(Defect defect) {
        defects.add(defect);
    }

    void defect(ListPosition position, String field, String message) {
        defects.add(new Defect(position, field, message));
    }

    TransferList finish(TransferList.Format format) {
        return new TransferList(items.end(), defects, format);
    }
}
