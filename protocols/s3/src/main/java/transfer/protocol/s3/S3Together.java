package transfer.protocol.s3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Removes objects together that somebody names. A store says the same of what is missing and of
 * what was removed, and to ask of each costs more than to remove it; so a list of what is there
 * comes before.
 */
record S3Together(S3Requests requests, S3Listing listing) {
    /** Amazon S3 API Reference, "DeleteObjects". */
    static final int MOST = 1000;

    /** Fewer of one directory go as quickly one by one, side by side. */
    private static final int WORTH_A_LIST = 4;

    /** Where more lies between them than they are, a list shows few of them. */
    private static final int PAGES = 2;

    /** See {@link transfer.protocol.BatchRemover#removeTogether}. */
    Set<TransferUrl> remove(List<TransferUrl> urls) throws TransferException, InterruptedException {
        if (requests.batchDelete() < 2 || requests.memory().isWithoutBatches(requests.site())) {
            return Set.of();
        }
        Map<TransferUrl, List<S3Location>> directories = new LinkedHashMap<>();
        for (TransferUrl url : urls) {
            S3Location object = S3Location.of(url);
            if (!object.key().isEmpty()) {
                directories
                        .computeIfAbsent(directory(object).url(), _ -> new ArrayList<>())
                        .add(object);
            }
        }
        Set<TransferUrl> removed = new HashSet<>();
        for (List<S3Location> objects : directories.values()) {
            if (objects.size() >= WORTH_A_LIST) {
                removeListed(objects, removed);
            }
        }
        return removed;
    }

    private static S3Location directory(S3Location object) {
        return object.named(object.key().substring(0, object.key().lastIndexOf('/') + 1));
    }

    /** What is removed is told, also when the next request fails. */
    private void removeListed(List<S3Location> objects, Set<TransferUrl> removed)
            throws InterruptedException {
        S3Location directory = directory(objects.getFirst());
        String first = objects.stream().map(S3Location::key).min(String::compareTo).orElseThrow();
        try {
            Set<String> there = listing.from(directory, first, PAGES);
            List<S3Location> listed =
                    objects.stream().filter(object -> there.contains(object.key())).toList();
            int most = requests.batchDelete();
            for (int from = 0; from < listed.size(); from += most) {
                removeAll(listed.subList(from, Math.min(listed.size(), from + most)), removed);
            }
        } catch (TransferException _) {
            // who may not list, or not remove several, may remove one by one, which tells more
        }
    }

    private void removeAll(List<S3Location> objects, Set<TransferUrl> removed)
            throws TransferException, InterruptedException {
        Set<String> left = new LinkedHashSet<>(objects.stream().map(S3Location::key).toList());
        List<S3Removal.Refusal> refusals = new ArrayList<>();
        new S3Removal(requests, listing).removeTogether(objects.getFirst(), left, refusals);
        refusals.forEach(refusal -> left.add(refusal.object().key()));
        for (S3Location object : objects) {
            if (!left.contains(object.key())) {
                removed.add(object.url());
            }
        }
    }
}
