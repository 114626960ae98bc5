package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlurmOptionsTest {
    private final Defects defects = new Defects();

    /** Of words such as {@code pegasus.cores=4}, parted by semicolons. */
    private List<String> options(String profiles) {
        Map<Namespace, Map<String, String>> values = new EnumMap<>(Namespace.class);
        for (String word : profiles.split(";")) {
            int dot = word.indexOf('.');
            int equals = word.indexOf('=');
            values.computeIfAbsent(
                            Namespace.of(word.substring(0, dot)).orElseThrow(),
                            any -> new LinkedHashMap<>())
                    .put(word.substring(dot + 1, equals), word.substring(equals + 1));
        }
        return SlurmOptions.of(Profiles.of(values), "job1", defects);
    }

    @Test
    void aJobThatAsksForNothingGetsNothing() {
        assertEquals(List.of(), SlurmOptions.of(Profiles.NONE, "job1", defects));
        assertEquals(List.of(), options("env.A=b;condor.request_gpus=0;pegasus.queue= "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pegasus.queue=long|--partition=long",
                "globus.queue=short;pegasus.queue=long|--partition=long",
                "pegasus.project=my project|--account=my project",
                "pegasus.runtime=61|--time=2",
                "pegasus.runtime=1|--time=1",
                "pegasus.maxwalltime=30;pegasus.runtime=60|--time=30",
                "globus.maxwalltime=7|--time=7",
                "pegasus.cores=4|--cpus-per-task=4",
                "condor.request_cpus=3|--cpus-per-task=3",
                "pegasus.nodes=2;pegasus.cores=16|--nodes=2 --ntasks=16",
                "pegasus.nodes=2;pegasus.ppn=8;pegasus.cores=16|--nodes=2 --ntasks-per-node=8",
                "globus.hostcount=2;globus.xcount=4|--nodes=2 --ntasks-per-node=4",
                "pegasus.memory=2048|--mem=2048M",
                "condor.request_memory=2 GB|--mem=2048M",
                "condor.request_memory=1T|--mem=1048576M",
                "condor.request_memory=100kib|--mem=1M",
                "globus.maxmemory=5|--mem=5M",
                "pegasus.diskspace=100|--tmp=100M",
                "condor.request_disk=2049|--tmp=3M",
                "condor.request_disk=1G|--tmp=1024M",
                "pegasus.gpus=2|--gpus=2",
                "pegasus.glite.arguments=--constraint=fast -C 'a b'|--constraint=fast -C a b",
            })
    void profilesBecomeOptions(String profiles, String expected) {
        assertEquals(expected, String.join(" ", options(profiles)));
        assertTrue(defects.isEmpty(), () -> defects.list().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pegasus.cores=many|pegasus.cores must be a whole number, not 'many'",
                "pegasus.runtime=-1|pegasus.runtime must be a whole number, not '-1'",
                "condor.request_memory=2 * 1024|condor.request_memory must be a number, with K, M, G or T behind it or nothing, not '2 * 1024'",
                "pegasus.glite.arguments='a|pegasus.glite.arguments a quotation mark ' has no partner",
            })
    void whatCannotBeUnderstoodIsADefectWithTheNameOfTheJob(String profiles, String message) {
        options(profiles);
        assertEquals(
                List.of("profiles: job1: " + message),
                defects.list().stream().map(Defect::toString).toList());
    }
}
