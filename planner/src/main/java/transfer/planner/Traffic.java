package transfer.planner;

import java.util.Map;
import java.util.TreeMap;

/** How much goes over every link, and into and out of every site. */
final class Traffic {
    private final Map<Movement.Link, Amount> links = new TreeMap<>();
    private final Map<String, SiteTraffic> sites = new TreeMap<>();

    /**
     * @param within what stays inside the site
     */
    record SiteTraffic(Amount in, Amount out, Amount within) {
        static final SiteTraffic NONE = new SiteTraffic(Amount.NONE, Amount.NONE, Amount.NONE);
    }

    void add(Movement movement) {
        Movement.Link link = movement.link();
        Amount size = movement.size();
        links.merge(link, size, Amount::plus);
        if (link.from().equals(link.to())) {
            SiteTraffic site = site(link.from());
            sites.put(
                    link.from(), new SiteTraffic(site.in(), site.out(), site.within().plus(size)));
            return;
        }
        SiteTraffic from = site(link.from());
        sites.put(link.from(), new SiteTraffic(from.in(), from.out().plus(size), from.within()));
        SiteTraffic to = site(link.to());
        sites.put(link.to(), new SiteTraffic(to.in().plus(size), to.out(), to.within()));
    }

    private SiteTraffic site(String name) {
        return sites.getOrDefault(name, SiteTraffic.NONE);
    }

    Map<Movement.Link, Amount> links() {
        return links;
    }

    Map<String, SiteTraffic> sites() {
        return sites;
    }

    Amount total() {
        return links.values().stream().reduce(Amount.NONE, Amount::plus);
    }
}
