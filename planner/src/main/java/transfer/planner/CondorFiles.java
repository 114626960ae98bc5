package transfer.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that HTCondor itself brings to a job on its node and fetches from there.
 *
 * @param inputs relative to the directory of the run on the submit host, or URLs
 * @param outputs as they are called on the node
 * @param remaps where outputs go that are called otherwise there than here
 */
record CondorFiles(List<String> inputs, List<String> outputs, Map<String, String> remaps) {
    static final CondorFiles NONE = new CondorFiles(List.of(), List.of(), Map.of());

    CondorFiles {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static CondorFiles of(PlacedJob job, Plan plan) {
        return switch (job.configuration()) {
            case SHAREDFS -> NONE;
            case CONDORIO -> ofCondorIo(job, plan.places());
            case NONSHAREDFS -> ofUrls(job, plan);
        };
    }

    private static CondorFiles ofCondorIo(PlacedJob job, DataPlaces places) {
        List<String> inputs = new ArrayList<>(bypassed(job, places));
        List<String> outputs = new ArrayList<>();
        Map<String, String> remaps = new LinkedHashMap<>();
        for (FileUse use : job.uses()) {
            if (use.isInput()
                    && !places.isLeftOut(job, use.lfn())
                    && !places.bypassed(job).containsKey(use.lfn())) {
                inputs.add(use.lfn());
            }
            if (use.isOutput()) {
                outputs.add(use.lfn());
                if (use.lfn().contains("/")) {
                    remaps.put(Urls.baseName(use.lfn()), use.lfn());
                }
            }
        }
        return new CondorFiles(inputs, outputs, remaps);
    }

    /** Inputs of the job itself, not of its staging site, that HTCondor fetches by their URLs. */
    private static Set<String> bypassed(PlacedJob job, DataPlaces places) {
        Set<String> urls = new LinkedHashSet<>();
        for (List<TransferEntry.Source> sources : places.bypassed(job).values()) {
            if (NodeSteps.isOfCondor(sources.getFirst().url())) {
                sources.stream()
                        .map(TransferEntry.Source::url)
                        .filter(NodeSteps::isOfCondor)
                        .forEach(urls::add);
            }
        }
        return urls;
    }

    /** Files on servers with which HTCondor deals alone. */
    private static CondorFiles ofUrls(PlacedJob job, Plan plan) {
        String scratch = plan.directories().directory(job.staging(), FileServer.Operation.PUT);
        Set<String> inputs = bypassed(job, plan.places());
        if (!NodeSteps.isOfCondor(scratch)) {
            return new CondorFiles(new ArrayList<>(inputs), List.of(), Map.of());
        }
        List<String> outputs = new ArrayList<>();
        Map<String, String> remaps = new LinkedHashMap<>();
        for (FileUse use : job.uses()) {
            if (use.isInput()
                    && !plan.places().isLeftOut(job, use.lfn())
                    && !plan.places().bypassed(job).containsKey(use.lfn())) {
                String url = plan.directories().get(job, job.staging(), use.lfn());
                if (NodeSteps.isOfCondor(url)) {
                    inputs.add(url);
                }
            }
            if (use.isOutput()) {
                String name = Urls.baseName(use.lfn());
                outputs.add(name);
                remaps.put(name, plan.directories().put(job, job.staging(), use.lfn()));
            }
        }
        return new CondorFiles(new ArrayList<>(inputs), outputs, remaps);
    }
}
