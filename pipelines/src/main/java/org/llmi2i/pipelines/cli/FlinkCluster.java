package org.llmi2i.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/**
 * A Flink cluster that a job is submitted to.
 *
 * @param taskManagers its worker processes
 * @param slots how many parts of a job they work on at a time, together
 */
record FlinkCluster(int taskManagers, int slots) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Whether the options name a cluster, and not one of Flink's ways to run in this process. */
  static boolean isNamed(FlinkPipelineOptions options) {
    return !options.getFlinkMaster().startsWith("[");
  }

  /**
   * Asks a cluster's job manager.
   *
   * @param master its host and port
   * @throws IllegalArgumentException if it does not answer, or has no task manager
   */
  static FlinkCluster at(String master) {
    JsonNode overview = overview(master);
    FlinkCluster cluster =
        new FlinkCluster(
            overview.path("taskmanagers").asInt(), overview.path("slots-total").asInt());
    if (cluster.slots() < 1) {
      throw new IllegalArgumentException(
          "flinkMaster: the cluster at " + master + " has no task manager");
    }
    return cluster;
  }

  private static JsonNode overview(String master) {
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + master + "/overview"))
                      .timeout(TIMEOUT)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return new ObjectMapper().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "flinkMaster: no Flink cluster answers at "
              + master
              + ": "
              + e.getClass().getSimpleName()
              + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"),
          e);
    }
  }
}
