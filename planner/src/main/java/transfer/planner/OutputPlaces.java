package transfer.planner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The catalog that the output mapper Replica looks into. */
final class OutputPlaces {
    private OutputPlaces() {}

    static ReplicaCatalog read(PlanInputs inputs) {
        String key = "pegasus.dir.storage.mapper.replica.file";
        Optional<Path> file =
                inputs.properties().get(key).map(inputs.surroundings().directory()::resolve);
        if (file.isEmpty()) {
            inputs.properties()
                    .defect(
                            key,
                            "is missing: the mapper Replica takes the places of outputs from that file");
            return new ReplicaCatalog();
        }
        try {
            return new CatalogFiles(inputs.surroundings(), inputs.properties(), inputs.defects())
                    .replicas(file.get());
        } catch (IOException e) {
            inputs.properties().defect(key, "cannot read " + file.get() + ": " + e.getMessage());
            return new ReplicaCatalog();
        }
    }
}
