package transfer.planner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays a plan through and looks how full the directories of the run get. */
final class ScratchPlay {
    private final Plan plan;
    private final Movements movements;
    private final Map<String, Map<String, String>> names = new HashMap<>();

    ScratchPlay(Plan plan, Movements movements) {
        this.plan = plan;
        this.movements = movements;
    }

    /** One for every staging site, in the order in which their directories are made. */
    List<ScratchUse> play(List<PlanNode> order, PlanLevels levels) {
        Play serial = new Play(true, true);
        Play uncleaned = new Play(false, false);
        for (int step = 0; step < order.size(); step++) {
            PlanNode node = order.get(step);
            serial.arrive(node);
            serial.measure(node, step);
            serial.leave(node, step);
            uncleaned.arrive(node);
            uncleaned.measure(node, step);
            uncleaned.leave(node, step);
        }
        Play atOnce = new Play(true, false);
        for (int level = 0; level < levels.all().size(); level++) {
            for (PlanNode node : levels.all().get(level)) {
                atOnce.arrive(node);
                atOnce.measure(node, level);
            }
            for (PlanNode node : levels.all().get(level)) {
                atOnce.leave(node, level);
            }
        }
        List<ScratchUse> uses = new ArrayList<>();
        for (String site : sites()) {
            uses.add(
                    new ScratchUse(
                            site,
                            plan.inputs()
                                    .sites()
                                    .site(site)
                                    .map(plan.directories()::internal)
                                    .orElse(""),
                            limit(site),
                            serial.fill(site).peak,
                            atOnce.fill(site).peak,
                            uncleaned.fill(site).peak,
                            List.copyOf(serial.fill(site).curve)));
        }
        return uses;
    }

    /** What planning goes by, or else what the catalog tells of the directory. */
    private Optional<Long> limit(String site) {
        Optional<Long> set = ConstraintCleanup.space(plan.inputs().properties(), site);
        if (set.isEmpty() && plan.inputs().request().cleanup() == PlanRequest.Cleanup.CONSTRAINT) {
            return Optional.of(ConstraintCleanup.USUAL_SPACE);
        }
        return set.or(() ->
                plan.inputs()
                        .sites()
                        .site(site)
                        .flatMap(Site::scratch)
                        .flatMap(SiteDirectory::space));
    }

    private Set<String> sites() {
        Set<String> sites = new LinkedHashSet<>();
        for (PlanNode node : plan.nodes()) {
            switch (node.task()) {
                case Task.MakeDirectory directory -> sites.add(directory.site());
                case Task.Compute compute -> sites.add(compute.job().staging().name());
                default -> {
                    // works in a directory of these
                }
            }
        }
        return sites;
    }

    /** What a node brings to the directory of the run at a site. */
    private static Map<String, List<String>> brought(PlanNode node) {
        Map<String, List<String>> brought = new LinkedHashMap<>();
        if (node.task() instanceof Task.Compute compute) {
            brought.put(
                    compute.job().staging().name(),
                    compute.job().outputs().stream().map(FileUse::lfn).toList());
        } else if (node.task() instanceof Task.Transfer transfer
                && transfer.kind() != Task.Transfer.Kind.STAGE_OUT) {
            for (TransferEntry entry : transfer.entries()) {
                if (!Urls.scheme(entry.target().url()).equals("symlink")) {
                    brought.computeIfAbsent(entry.target().site(), any -> new ArrayList<>())
                            .add(entry.lfn());
                }
            }
        }
        return brought;
    }

    /** The logical names behind the URLs that are removed. */
    private Collection<String> removed(Task.Remove remove) {
        Map<String, String> ofUrls = names.computeIfAbsent(remove.site(), this::namesByUrl);
        List<String> lfns = new ArrayList<>(remove.urls().size());
        for (String url : remove.urls()) {
            String lfn = ofUrls.get(url);
            if (lfn == null) {
                throw new IllegalStateException("nobody put " + remove.site() + "'s " + url);
            }
            lfns.add(lfn);
        }
        return lfns;
    }

    private Map<String, String> namesByUrl(String site) {
        Map<String, String> ofUrls = new HashMap<>();
        plan.places()
                .removalUrls(site)
                .forEach((lfn, url) -> {
                    ofUrls.put(url, lfn);
                    if (url.startsWith("gsiftp:")) { // what runs at the site itself uses the path
                        ofUrls.putIfAbsent(Urls.file(Urls.path(url)), lfn);
                    }
                });
        return ofUrls;
    }

    /** One way of playing the plan. */
    private final class Play {
        private final boolean isCleaning;
        private final boolean isDrawn;
        private final Map<String, Fill> fills = new HashMap<>();

        Play(boolean isCleaning, boolean isDrawn) {
            this.isCleaning = isCleaning;
            this.isDrawn = isDrawn;
        }

        Fill fill(String site) {
            return fills.computeIfAbsent(site, any -> new Fill(isDrawn));
        }

        void arrive(PlanNode node) {
            brought(node).forEach((site, lfns) -> lfns.forEach(fill(site)::add));
        }

        void measure(PlanNode node, int step) {
            brought(node).keySet().forEach(site -> fill(site).measure(node, step));
        }

        void leave(PlanNode node, int step) {
            if (!(node.task() instanceof Task.Remove remove)) {
                return;
            }
            Fill fill = fill(remove.site());
            if (remove.recursive()) {
                fill.clear();
            } else if (isCleaning) {
                removed(remove).forEach(fill::remove);
            }
            fill.measure(node, step);
        }
    }

    /** What lies at one site. */
    private final class Fill {
        private final boolean isDrawn;
        private final Set<String> present = new HashSet<>();
        private final List<ScratchUse.Point> curve = new ArrayList<>();
        private Amount amount = Amount.NONE;
        private ScratchUse.Peak peak = ScratchUse.Peak.NONE;

        Fill(boolean isDrawn) {
            this.isDrawn = isDrawn;
        }

        void add(String lfn) {
            if (present.add(lfn)) {
                amount = amount.plus(movements.size(lfn));
            }
        }

        void remove(String lfn) {
            if (present.remove(lfn)) {
                amount = amount.minus(movements.size(lfn));
            }
        }

        void clear() {
            present.clear();
            amount = Amount.NONE;
        }

        void measure(PlanNode node, int step) {
            if (isDrawn) {
                curve.add(new ScratchUse.Point(step, amount.bytes()));
            }
            if (amount.isMoreThan(peak.amount())) {
                peak = new ScratchUse.Peak(amount, Optional.of(node));
            }
        }
    }
}
