package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.TuningExample;
import org.llmi2i.tuning.Conversation;
import org.llmi2i.tuning.TuningExamples;

/**
 * Writes the examples of a task as the files that tuning services read: {@code
 * prefix-train.vertex.jsonl}, {@code prefix-train.openai.jsonl}, and the same with {@code
 * validation}.
 *
 * <p>All four files are there, if empty. Equal examples give equal bytes on every runner. One
 * worker holds the examples of a file in memory, about 4 KB each. Out: what each set holds, one
 * JSON object a set, tokens counted by o200k_base.
 */
public final class WriteTuningSets
    extends PTransform<PCollection<TuningExample>, PCollection<String>> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String folder;
  private final String prefix;
  private final Task task;
  private final PromptTemplate prompts;

  private WriteTuningSets(String folder, String prefix, Task task, PromptTemplate prompts) {
    this.folder = folder;
    this.prefix = prefix;
    this.task = task;
    this.prompts = prompts;
  }

  /**
   * Writes into a folder.
   *
   * @param prefix what the files' names begin with
   * @param task what the examples ask
   * @param prompts those of the run that the tuned model is for
   */
  public static WriteTuningSets into(
      String folder, String prefix, Task task, PromptTemplate prompts) {
    return new WriteTuningSets(folder, prefix, task, prompts);
  }

  /**
   * What sets hold, as one JSON text: {@code {"tokenizer":"o200k_base","sets":[...]}}, the sets by
   * name.
   *
   * @param sets the outputs of any number of these transforms
   */
  static String summary(Iterable<String> sets) throws IOException {
    TreeMap<String, ObjectNode> byName = new TreeMap<>();
    for (String set : sets) {
      ObjectNode node = (ObjectNode) JSON.readTree(set);
      byName.put(node.get("set").asText(), node);
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("tokenizer", EncodingType.O200K_BASE.getName());
    ArrayNode array = root.putArray("sets");
    byName.values().forEach(array::add);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  @Override
  public PCollection<String> expand(PCollection<TuningExample> examples) {
    KvCoder<String, List<TuningExample>> packs =
        KvCoder.of(StringUtf8Coder.of(), ListCoder.of(AvroCoder.specific(TuningExample.class)));
    // An empty pack a set, so that a set without examples has its files too.
    PCollection<KV<String, List<TuningExample>>> sets =
        examples
            .getPipeline()
            .apply(
                "Sets",
                Create.of(List.of(KV.of(set(false), noExamples()), KV.of(set(true), noExamples())))
                    .withCoder(packs));
    return PCollectionList.of(
            examples.apply("By set", ParDo.of(new BySet(set(false), set(true)))).setCoder(packs))
        .and(sets)
        .apply("Both", Flatten.pCollections())
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder, task, prompts)));
  }

  private String set(boolean validation) {
    return prefix + (validation ? "-validation" : "-train");
  }

  private static List<TuningExample> noExamples() {
    return List.of();
  }

  private static final class BySet extends DoFn<TuningExample, KV<String, List<TuningExample>>> {
    private final String train;
    private final String validation;

    BySet(String train, String validation) {
      this.train = train;
      this.validation = validation;
    }

    @ProcessElement
    public void process(
        @Element TuningExample example, OutputReceiver<KV<String, List<TuningExample>>> out) {
      out.output(KV.of(example.getValidation() ? validation : train, List.of(example)));
    }
  }

  private static final class Write extends DoFn<KV<String, Iterable<List<TuningExample>>>, String> {
    private final String folder;
    private final Task task;
    private final PromptTemplate prompts;
    private transient Encoding encoding;

    Write(String folder, Task task, PromptTemplate prompts) {
      this.folder = folder;
      this.task = task;
      this.prompts = prompts;
    }

    @Setup
    public void setup() {
      encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<List<TuningExample>>> set, OutputReceiver<String> out)
        throws IOException {
      List<TuningExample> examples = new ArrayList<>();
      set.getValue().forEach(examples::addAll);
      examples.sort(TuningExamples.ORDER);
      out.output(write(set.getKey(), examples));
    }

    private String write(String set, List<TuningExample> examples) throws IOException {
      Set<String> users = new HashSet<>();
      long candidates = 0;
      long taken = 0;
      long systemTokens = 0;
      long input = 0;
      long output = 0;
      String path = folder + "/" + set;
      try (OutputStream vertex = Files.create(path + ".vertex.jsonl");
          OutputStream openAi = Files.create(path + ".openai.jsonl")) {
        for (TuningExample example : examples) {
          Conversation conversation = Conversation.of(task, example, prompts);
          writeLine(vertex, conversation.vertexLine());
          writeLine(openAi, conversation.openAiLine());
          users.add(example.getTarget().getUserId());
          candidates += example.getShortlist().getCandidates().size();
          taken += example.getTaken().size();
          // The same in every example of a set.
          systemTokens = systemTokens == 0 ? tokens(conversation.system()) : systemTokens;
          input += systemTokens + tokens(conversation.user());
          output += tokens(conversation.answer());
        }
      }
      return JSON.createObjectNode()
          .put("set", set)
          .put("examples", examples.size())
          .put("users", users.size())
          .put("candidates", candidates)
          .put("taken", taken)
          .put("input_tokens", input)
          .put("output_tokens", output)
          .toString();
    }

    private static void writeLine(OutputStream out, String line) throws IOException {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }

    /** Tokens of a text; the name of a control token in it is text like any other. */
    private long tokens(String text) {
      return encoding.countTokensOrdinary(text);
    }
  }
}
