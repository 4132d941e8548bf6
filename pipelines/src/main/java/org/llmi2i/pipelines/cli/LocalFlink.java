package org.llmi2i.pipelines.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * Flink in this process, for one pipeline. It takes as long to start as the pipeline takes to be
 * translated for it, so both go on at once.
 *
 * <p>While it is open, a pipeline whose master is {@link #MASTER} runs there. Memory and network
 * are those that Beam gives its own {@code [local]}.
 */
final class LocalFlink implements AutoCloseable {
  /** Beam's default: it takes the environment that the process provides. */
  static final String MASTER = "[auto]";

  private final Cluster cluster;

  private LocalFlink(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Begins to start, with a slot for each of the parallel tasks. */
  static LocalFlink start(FlinkPipelineOptions options) {
    String folder = options.getFlinkConfDir();
    Configuration configuration =
        folder == null || folder.isEmpty()
            ? GlobalConfiguration.loadConfiguration()
            : GlobalConfiguration.loadConfiguration(folder);
    setDefaults(configuration);
    Cluster cluster =
        new Cluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration(configuration))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(options.getParallelism())
                .build());
    Environment.provide(configuration, cluster);
    return new LocalFlink(cluster);
  }

  private static void setDefaults(Configuration configuration) {
    if (!configuration.contains(TaskManagerOptions.MANAGED_MEMORY_SIZE)) {
      long free = EnvironmentInformation.getSizeOfFreeHeapMemory();
      double share = configuration.get(TaskManagerOptions.MANAGED_MEMORY_FRACTION);
      configuration.set(
          TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize((long) (free * share)));
    }
    if (!configuration.contains(CoreOptions.CHECK_LEAKED_CLASSLOADER)) {
      configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    }
    configuration.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    if (!configuration.contains(RestOptions.BIND_PORT)) {
      configuration.set(RestOptions.BIND_PORT, "0");
    }
  }

  /** Ends without waiting; a job that has ended has brought its cluster to an end already. */
  @Override
  public void close() {
    Environment.withdraw();
    CompletableFuture<Void> unused = cluster.started.thenCompose(nothing -> cluster.closeAsync());
  }

  private static final class Cluster extends MiniCluster {
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    Cluster(MiniClusterConfiguration configuration) {
      super(configuration);
      Thread starter = new Thread(this::startNow, "start of Flink");
      starter.setDaemon(true);
      starter.start();
    }

    private void startNow() {
      try {
        super.start();
        started.complete(null);
      } catch (Exception | Error e) {
        // Whoever waits would wait for ever.
        started.completeExceptionally(e);
      }
    }

    /** Waits until it has started. */
    @Override
    public void start() throws Exception {
      started.get();
    }
  }

  @SuppressWarnings("deprecation") // It is what Beam translates a batch pipeline for.
  private static final class Environment extends ExecutionEnvironment {
    private final Cluster cluster;

    private Environment(Configuration configuration, Cluster cluster) {
      super(configuration);
      this.cluster = cluster;
    }

    static void provide(Configuration configuration, Cluster cluster) {
      ExecutionEnvironment environment = new Environment(configuration, cluster);
      initializeContextEnvironment(() -> environment);
    }

    static void withdraw() {
      resetContextEnvironment();
    }

    @Override
    public JobClient executeAsync(String jobName) throws Exception {
      try {
        return LocalExecutor.createWithFactory(getConfiguration(), configuration -> cluster)
            .execute(createProgramPlan(jobName), getConfiguration(), getUserCodeClassLoader())
            .get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("Flink did not take the job", e.getCause());
      }
    }
  }
}
