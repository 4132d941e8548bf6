package org.llmi2i.pipelines.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.dataflow.model.DataflowPackage;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.gcp.auth.CredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.StringUtils;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.xerial.snappy.SnappyInputStream;

/** A pipeline as Dataflow would get it: translated with no network and no credentials. */
public record DataflowJob(JsonNode json) {
  private static final String FILE = "job.json";

  private static final String MIN_RAM = "beam:resources:min_ram_bytes:v1";

  private static final String SNAPPY = "%82SNAPPY";

  /** What the credentials say that a job is translated with. */
  private static final String TOKEN = "ya29.a-token-that-nobody-may-see";

  /**
   * Translates a pipeline.
   *
   * @param folder where the job's description goes
   * @param arguments of the program, without those of the runner
   */
  public static <T extends ProgramOptions> DataflowJob of(
      Path folder, Class<T> type, List<String> arguments, BiConsumer<Pipeline, T> setUp)
      throws IOException {
    T options = options(folder, type, arguments);
    Pipeline pipeline = Pipeline.create(options);
    setUp.accept(pipeline, options);
    pipeline.run();
    return in(folder);
  }

  /** Options of a program whose job is described in a folder when it runs. */
  public static <T extends ProgramOptions> T options(
      Path folder, Class<T> type, List<String> arguments) throws IOException {
    Path staged = Files.writeString(folder.resolve("staged.jar"), "");
    List<String> all =
        new ArrayList<>(
            List.of(
                "--runner=DataflowRunner",
                "--project=shop",
                "--region=europe-west4",
                "--gcpTempLocation=gs://shop/temp",
                "--stagingLocation=gs://shop/staging",
                "--templateLocation=" + folder.resolve(FILE),
                "--filesToStage=" + staged,
                "--experiments=disable_runner_v2"));
    all.addAll(arguments);
    T options = Options.parse(type, all.toArray(String[]::new));
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    dataflow.setStagerClass(NoStager.class);
    dataflow.setPathValidatorClass(NoopPathValidator.class);
    dataflow.setCredentialFactoryClass(WithToken.class);
    return options;
  }

  /** The job that is described in a folder. */
  public static DataflowJob in(Path folder) throws IOException {
    return new DataflowJob(new ObjectMapper().readTree(folder.resolve(FILE).toFile()));
  }

  /** Whether the token of the credentials is in it that it was translated with. */
  public boolean tellsItsToken() {
    return tells(TOKEN);
  }

  /** Whether this is anywhere in it, in plain or in what is encoded for workers. */
  public boolean tells(String secret) {
    return texts(json).map(DataflowJob::decoded).anyMatch(text -> text.contains(secret));
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isValueNode()
        ? Stream.of(node.asText())
        : StreamSupport.stream(node.spliterator(), false).flatMap(DataflowJob::texts);
  }

  /** What a function says, whose bytes Beam compresses and then writes as text; else the text. */
  private static String decoded(String text) {
    if (!text.startsWith(SNAPPY)) {
      return text;
    }
    byte[] bytes = StringUtils.jsonStringToByteArray(text);
    try (InputStream in = new SnappyInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The memory that workers of a step need, in bytes, by the names of all steps that say so. */
  public Map<String, String> memory() {
    Map<String, String> memory = new TreeMap<>();
    for (JsonNode step : json.get("steps")) {
      JsonNode hint = step.at("/properties/resource_hints").path(MIN_RAM);
      if (!hint.isMissingNode()) {
        memory.put(step.at("/properties/user_name/value").asText(), hint.asText());
      }
    }
    return memory;
  }

  /** The steps whose output a coder of this name has a part in, in order. */
  public List<String> stepsEncodedBy(String coder) {
    Set<String> names = new TreeSet<>();
    for (JsonNode step : json.get("steps")) {
      Set<String> coders = new TreeSet<>();
      step.at("/properties/output_info").forEach(out -> coders(out.path("encoding"), coders));
      if (coders.stream().anyMatch(name -> name.endsWith("." + coder))) {
        names.add(step.at("/properties/user_name/value").asText());
      }
    }
    return List.copyOf(names);
  }

  private static void coders(JsonNode encoding, Set<String> coders) {
    if (encoding.hasNonNull("@type")) {
      coders.add(encoding.get("@type").asText());
    }
    encoding.path("component_encodings").forEach(component -> coders(component, coders));
  }

  /** The names that a job is known and updated by: the first two levels, each once, in order. */
  public List<String> stepNames() {
    Set<String> names = new TreeSet<>();
    for (JsonNode step : json.get("steps")) {
      String name = step.at("/properties/user_name/value").asText();
      int second = name.indexOf('/', name.indexOf('/') + 1);
      names.add(second < 0 ? name : name.substring(0, second));
    }
    return List.copyOf(names);
  }

  /** The lines of a file beside this class. */
  public static List<String> expected(String file) throws IOException {
    try (InputStream in = DataflowJob.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Credentials that need no network. */
  public static final class WithToken implements CredentialFactory {
    public static WithToken fromOptions(PipelineOptions options) {
      return new WithToken();
    }

    @Override
    public Credentials getCredential() {
      return OAuth2Credentials.create(new AccessToken(TOKEN, null));
    }
  }

  /** Puts nothing anywhere. */
  public static final class NoStager implements Stager {
    public static NoStager fromOptions(PipelineOptions options) {
      return new NoStager();
    }

    @Override
    public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> files) {
      return List.of();
    }

    @Override
    public DataflowPackage stageToFile(byte[] bytes, String name) {
      return new DataflowPackage().setName(name).setLocation("gs://shop/staging/" + name);
    }
  }
}
