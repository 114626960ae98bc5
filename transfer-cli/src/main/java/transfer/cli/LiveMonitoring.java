package transfer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.WorkItem;

/**
 * Posts every attempt to the monitoring service that {@code KICKSTART_MON_ENDPOINT_URL} names, on a
 * thread of its own, so that a slow or dead service costs the transfers nothing. What cannot be
 * posted is dropped with a warning.
 */
final class LiveMonitoring implements Progress, AutoCloseable {
    private static final int QUEUE = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final Clock clock;
    private final Log log;
    private final BlockingQueue<Attempt> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread poster;
    private final AtomicBoolean dropped = new AtomicBoolean();
    private volatile boolean ending;

    private LiveMonitoring(Map<String, String> environment, Clock clock, Log log) {
        this.environment = environment;
        this.clock = clock;
        this.log = log;
        this.poster = Thread.ofPlatform().daemon().name("monitoring").unstarted(this::post);
    }

    /** Begins to listen; nothing is connected before the first attempt. */
    static LiveMonitoring start(Map<String, String> environment, Clock clock, Log log) {
        LiveMonitoring monitoring = new LiveMonitoring(environment, clock, log);
        monitoring.poster.start();
        return monitoring;
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        if (!queue.offer(attempt) && dropped.compareAndSet(false, true)) {
            log.warning("Panorama send failure: the service is too slow, attempts are left out");
        }
    }

    private void post() {
        try {
            while (true) {
                Attempt attempt = queue.poll(50, TimeUnit.MILLISECONDS);
                if (attempt != null) {
                    if (!posted(attempt)) {
                        return;
                    }
                } else if (ending) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed; what is left is dropped
        }
    }

    /** Whether it makes sense to go on. */
    private boolean posted(Attempt attempt) {
        for (String name :
                new String[] {
                    "KICKSTART_MON_ENDPOINT_CREDENTIALS",
                    "PEGASUS_WF_UUID",
                    "PEGASUS_DAG_JOB_ID",
                    "CONDOR_JOBID"
                }) {
            if (!environment.containsKey(name)) {
                log.warning("Panorama send failure: '" + name + "'");
                return false;
            }
        }
        try {
            send(body(attempt));
        } catch (IOException | IllegalArgumentException e) {
            log.error("Unable to publish to Panorama: " + Log.oneLine(reason(e)));
        }
        return true;
    }

    /** The endpoint's URL may hold a password, and what refuses to read it quotes it. */
    private static String reason(Exception failure) {
        return failure instanceof IllegalArgumentException
                        || failure instanceof MalformedURLException
                ? "KICKSTART_MON_ENDPOINT_URL is no http or https URL"
                : failure.toString();
    }

    private void send(String body) throws IOException {
        URI endpoint = URI.create(environment.get("KICKSTART_MON_ENDPOINT_URL"));
        if (!(endpoint.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IllegalArgumentException("another scheme");
        }
        connection.setConnectTimeout((int) TIMEOUT.toMillis());
        connection.setReadTimeout((int) TIMEOUT.toMillis());
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setRequestProperty(
                "Authorization", "Basic " + base64(variable("KICKSTART_MON_ENDPOINT_CREDENTIALS")));
        try (OutputStream stream = connection.getOutputStream()) {
            stream.write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status >= 400) {
            log.error("Unable to publish to Panorama: HTTP status " + status);
        }
    }

    private String body(Attempt attempt) throws IOException {
        return "{\"properties\":{},\"routing_key\":\""
                + variable("PEGASUS_WF_UUID")
                + "\",\"payload\":\""
                + base64(payload(attempt))
                + "\",\"payload_encoding\":\"base64\"}";
    }

    private String payload(Attempt attempt) throws IOException {
        return "ts="
                + clock.instant().getEpochSecond()
                + " event=data_transfer level=INFO status="
                + (attempt.succeeded() ? 0 : 1)
                + " wf_uuid="
                + variable("PEGASUS_WF_UUID")
                + " dag_job_id="
                + variable("PEGASUS_DAG_JOB_ID")
                + " hostname="
                + InetAddress.getLocalHost().getCanonicalHostName()
                + " condor_job_id="
                + variable("CONDOR_JOBID")
                + " src_url="
                + attempt.source().url()
                + " src_site_name="
                + attempt.source().site().variableSuffix()
                + " dst_url="
                + attempt.destination().url()
                + " dst_site_name="
                + attempt.destination().site().variableSuffix()
                + " transfer_start_ts="
                + attempt.started().getEpochSecond()
                + " transfer_duration="
                + DurationText.seconds(attempt.duration(), 0)
                + (attempt.bytes() > 0 ? " bytes_transferred=" + attempt.bytes() : "")
                + "  ";
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until everything is posted, but not longer than one post may take. */
    @Override
    public void close() {
        ending = true;
        try {
            if (!poster.join(TIMEOUT)) {
                log.warning("Panorama send failure: the service does not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        poster.interrupt();
    }
}
