package org.llmi2i.pipelines.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.TableReference;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.extensions.gcp.auth.NullCredentialInitializer;
import org.apache.beam.sdk.extensions.gcp.util.RetryHttpRequestInitializer;
import org.apache.beam.sdk.extensions.gcp.util.Transport;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServicesImpl;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Strings;
import org.checkerframework.checker.nullness.qual.Nullable;

/** BigQuery as a run's options say to reach it. */
final class Warehouse {
  private final BigQueryOptions options;

  private Warehouse(BigQueryOptions options) {
    this.options = options;
  }

  /**
   * BigQuery for reading or writing what is named; who pays is the named project, if no option says
   * otherwise.
   */
  static Warehouse of(BigQueryName name, PipelineOptions options) {
    BigQueryOptions bigQuery = options.as(BigQueryOptions.class);
    if (Strings.isNullOrEmpty(bigQuery.getProject()) && !name.project().isEmpty()) {
      bigQuery.setProject(name.project());
    }
    if (Strings.isNullOrEmpty(payer(bigQuery))) {
      throw new IllegalArgumentException(
          "bigQueryProject: a query needs a project that pays for it; give --bigQueryProject");
    }
    return new Warehouse(bigQuery);
  }

  private static String payer(BigQueryOptions options) {
    return Strings.isNullOrEmpty(options.getBigQueryProject())
        ? options.getProject()
        : options.getBigQueryProject();
  }

  /** The project in which jobs run. */
  String payer() {
    return payer(options);
  }

  BigQueryOptions options() {
    return options;
  }

  /** What stands in for BigQuery, or null. */
  @Nullable BigQueryServices replacement() {
    return options.as(WarehouseOptions.class).getBigQueryServices();
  }

  BigQueryServices services() {
    BigQueryServices replacement = replacement();
    return replacement == null ? new BigQueryServicesImpl() : replacement;
  }

  /**
   * The folder for files on their way into or out of BigQuery.
   *
   * @throws IllegalArgumentException if none is given, or one that BigQuery cannot see
   */
  String tempLocation() {
    String location = Strings.nullToEmpty(options.getTempLocation());
    if (location.isEmpty() || (replacement() == null && !location.startsWith("gs://"))) {
      throw new IllegalArgumentException(
          "tempLocation: BigQuery reads and writes files on Cloud Storage; give a folder for them,"
              + " --tempLocation=gs://bucket/folder"
              + (location.isEmpty() ? "" : ", got " + location));
    }
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }

  /** A client for what Beam's services do not do: views, and a look at a small table. */
  Bigquery client() {
    Credentials credentials = options.getGcpCredential();
    RetryHttpRequestInitializer retry = new RetryHttpRequestInitializer(List.of(404));
    Bigquery.Builder client =
        new Bigquery.Builder(
                Transport.getTransport(),
                Transport.getJsonFactory(),
                request -> {
                  (credentials == null
                          ? new NullCredentialInitializer()
                          : new HttpCredentialsAdapter(credentials))
                      .initialize(request);
                  retry.initialize(request);
                })
            .setApplicationName("llm-i2i");
    if (!Strings.isNullOrEmpty(options.getBigQueryEndpoint())) {
      client.setRootUrl(options.getBigQueryEndpoint());
    }
    return client.build();
  }

  static boolean isNotFound(IOException e) {
    return e instanceof GoogleJsonResponseException response && response.getStatusCode() == 404;
  }

  static TableReference reference(BigQueryName name) {
    return new TableReference()
        .setProjectId(name.project())
        .setDatasetId(name.dataset())
        .setTableId(name.table());
  }
}
