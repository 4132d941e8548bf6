package org.llmi2i.pipelines.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobReference;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices.JobService;

/**
 * Loads files into a table outside of a pipeline: all of them or none. A job of the same name runs
 * once, so that what was loaded is not loaded again by a program that was stopped and started anew.
 */
final class LoadFiles {
  private final Warehouse warehouse;
  private final BigQueryName dataset;
  private final RunTable table;

  LoadFiles(Warehouse warehouse, BigQueryName dataset, RunTable table) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.table = table;
  }

  /** How the files hold the rows. */
  enum Format {
    AVRO,
    NEWLINE_DELIMITED_JSON
  }

  /**
   * Loads and waits.
   *
   * @param job the job's name
   * @throws IOException if BigQuery refuses; the message is its own
   */
  void load(List<String> files, Format format, String job) throws IOException {
    load(files, format, job, dataset.with(table.table()));
  }

  /** As {@link #load(List, Format, String)}, into a table of another name. */
  void load(List<String> files, Format format, String job, BigQueryName into) throws IOException {
    try (JobService jobs = warehouse.services().getJobService(warehouse.options())) {
      JobReference reference =
          new JobReference().setProjectId(warehouse.payer()).setJobId(job).setLocation(location());
      jobs.startLoadJob(
          reference,
          new JobConfigurationLoad()
              .setSourceUris(files)
              .setSourceFormat(format.name())
              .setUseAvroLogicalTypes(format == Format.AVRO)
              .setDestinationTable(Warehouse.reference(into))
              .setSchema(table.schema())
              .setTimePartitioning(table.partitioning())
              .setClustering(table.clustering())
              .setCreateDisposition("CREATE_IF_NEEDED")
              .setWriteDisposition("WRITE_APPEND"));
      requireDone(jobs.pollJob(reference, Integer.MAX_VALUE), into);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("cannot load into " + into, e);
    }
  }

  private String location() throws IOException, InterruptedException {
    return warehouse
        .services()
        .getDatasetService(warehouse.options())
        .getDataset(dataset.project(), dataset.dataset())
        .getLocation();
  }

  private static void requireDone(Job job, BigQueryName into) throws IOException {
    if (job == null) {
      throw new IOException("cannot load into " + into + ": the job does not end");
    }
    ErrorProto error = job.getStatus().getErrorResult();
    if (error != null) {
      throw new IOException("cannot load into " + into + ": " + error.getMessage());
    }
  }
}
