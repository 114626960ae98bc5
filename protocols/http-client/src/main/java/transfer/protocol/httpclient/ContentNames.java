package transfer.protocol.httpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.HttpUrl;

/** The names that a URL gives a file. */
final class ContentNames {
    private ContentNames() {}

    /**
     * The ends of all names in the URL, in lower case without the dot: of the path's last part and
     * of the query's values ({@code /get?file=x.fits}).
     */
    static List<String> ends(WireUrl url) {
        List<String> ends = new ArrayList<>();
        String target = url.target();
        if (target.indexOf('%') < 0 && target.indexOf('?') < 0) {
            addEnd(target.substring(target.lastIndexOf('/') + 1), ends);
        } else {
            addEnds(url.library(), ends);
        }
        return ends;
    }

    /** Where there is something to be unescaped. */
    private static void addEnds(HttpUrl url, List<String> ends) {
        addEnd(url.pathSegments().getLast(), ends);
        for (int i = 0; i < url.querySize(); i++) {
            String value = url.queryParameterValue(i);
            if (value != null) {
                addEnd(value, ends);
            }
        }
    }

    private static void addEnd(String name, List<String> into) {
        int dot = name.lastIndexOf('.');
        if (dot >= 0 && dot > name.lastIndexOf('/') && dot < name.length() - 1) {
            into.add(name.substring(dot + 1).toLowerCase(Locale.ROOT));
        }
    }
}
