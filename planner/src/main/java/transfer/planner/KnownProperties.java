package transfer.planner;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of properties: those this planner uses, and those Pegasus has for what is not planned
 * here, which therefore are nobody's mistake.
 */
final class KnownProperties {
    static final Set<String> WHOLE =
            Set.of(
                    """
                    pegasus.mode pegasus.home pegasus.data.configuration pegasus.data.reuse.scope
                    pegasus.catalog.replica pegasus.catalog.replica.file
                    pegasus.catalog.replica.cache.asrc pegasus.catalog.replica.dax.asrc
                    pegasus.catalog.replica.output pegasus.catalog.replica.output.file
                    pegasus.catalog.site pegasus.catalog.site.file
                    pegasus.catalog.transformation pegasus.catalog.transformation.file
                    pegasus.catalog.transformation.mapper
                    pegasus.selector.replica pegasus.selector.site pegasus.selector.transformation
                    pegasus.transfer.refiner pegasus.transfer.threads pegasus.transfer.arguments
                    pegasus.transfer.lite.arguments pegasus.transfer.links
                    pegasus.transfer.bypass.input.staging pegasus.transfer.container.onhost
                    pegasus.transfer.worker.package pegasus.transfer.worker.package.autodownload
                    pegasus.transfer.worker.package.strict pegasus.transfer.setup.source.base.url
                    pegasus.transfer.staging.delimiter pegasus.transfer.disable.chmod.sites
                    pegasus.transfer.stagein.remote.sites pegasus.transfer.stageout.remote.sites
                    pegasus.transfer.inter.remote.sites pegasus.transfer.*.remote.sites
                    pegasus.transfer.stagein.priority pegasus.transfer.stageout.priority
                    pegasus.transfer.inter.priority
                    pegasus.stagein.clusters pegasus.stagein.local.clusters
                    pegasus.stagein.remote.clusters pegasus.stageout.clusters
                    pegasus.stageout.local.clusters pegasus.stageout.remote.clusters
                    pegasus.bundle.stagein pegasus.bundle.stageout pegasus.chain.stagein
                    pegasus.dir.exec pegasus.dir.useTimestamp pegasus.dir.create.strategy
                    pegasus.dir.staging.mapper pegasus.dir.submit.mapper
                    pegasus.dir.staging.mapper.hashed.levels
                    pegasus.dir.staging.mapper.hashed.multiplier
                    pegasus.dir.submit.mapper.hashed.levels
                    pegasus.dir.submit.mapper.hashed.multiplier
                    pegasus.dir.submit.logs pegasus.dir.storage pegasus.dir.storage.deep
                    pegasus.dir.storage.mapper pegasus.dir.storage.mapper.fixed.url
                    pegasus.dir.storage.mapper.replica pegasus.dir.storage.mapper.replica.file
                    pegasus.file.cleanup.strategy pegasus.file.cleanup.scope
                    pegasus.file.cleanup.clusters.num pegasus.file.cleanup.clusters.size
                    pegasus.register pegasus.register.deep
                    pegasus.integrity.checking pegasus.credential.encrypt
                    pegasus.condor.concurrency.limits pegasus.condor.logs.symlink
                    pegasus.condor.arguments.quote pegasus.parser.dax.data.dependencies
                    pegasus.parser.dax.validation
                    pegasus.job.priority pegasus.job.priority.assign pegasus.code.generator
                    pegasus.auxillary.local pegasus.nosymlink pegasus.create.dir pegasus.style
                    pegasus.change.dir pegasus.checkpoint.time pegasus.maxwalltime
                    pegasus.runtime pegasus.cores pegasus.nodes pegasus.ppn pegasus.gpus
                    pegasus.memory pegasus.diskspace pegasus.project pegasus.queue
                    pegasus.enable_for_data_reuse pegasus.relative.submit.dir
                    pegasus.stats pegasus.gridstart pegasus.clusterer pegasus.collapse
                    dagman.retry dagman.priority dagman.category dagman.maxjobs dagman.maxidle
                    dagman.maxpre dagman.maxpost dagman.noop dagman.post dagman.pre
                    dagman.stage-in.maxjobs dagman.stage-out.maxjobs dagman.stage-inter.maxjobs
                    transfer.plan.as.reference transfer.plan.worker.package.name
                    transfer.plan.slurm.export transfer.plan.slurm.pause
                    """
                            .strip()
                            .split("\\s+"));

    /** What follows these is named by the user, or belongs to other parts of Pegasus. */
    static final List<String> BEGINNINGS =
            Arrays.asList(
                    "pegasus.catalog.site.sites.",
                    "pegasus.catalog.replica.output.db.",
                    "pegasus.catalog.replica.db.",
                    "pegasus.catalog.replica.chunk.",
                    "pegasus.catalog.replica.mrc.",
                    "pegasus.catalog.replica.lrc.",
                    "pegasus.catalog.transformation.db.",
                    "pegasus.catalog.workflow.",
                    "pegasus.catalog.master.",
                    "pegasus.catalog.*.",
                    "pegasus.selector.replica.",
                    "pegasus.selector.site.",
                    "pegasus.transfer.srm.",
                    "pegasus.file.cleanup.constraint.",
                    "pegasus.monitord.",
                    "pegasus.metrics.",
                    "pegasus.log.",
                    "pegasus.dashboard.",
                    "pegasus.gridstart.",
                    "pegasus.clusterer.",
                    "pegasus.clusters.",
                    "pegasus.container.",
                    "pegasus.glite.",
                    "pegasus.exitcode.",
                    "pegasus.pmc_",
                    "pegasus.job.aggregator",
                    "pegasus.aws.",
                    "pegasus.ensemble.",
                    "dagman.post.",
                    "dagman.pre.",
                    "dagman.abort-dag-on");

    private KnownProperties() {}

    /** {@code pegasus.X509_USER_PROXY} and the like, in letters of any case. */
    static boolean isOfCredentials(String key) {
        String name = key.substring(key.indexOf('.') + 1).toUpperCase(Locale.ROOT);
        return key.startsWith("pegasus.")
                && (name.equals("S3CFG")
                        || Arrays.stream(CredentialNeeds.Kind.values())
                                .anyMatch(kind -> kind.name().equals(name)));
    }
}
