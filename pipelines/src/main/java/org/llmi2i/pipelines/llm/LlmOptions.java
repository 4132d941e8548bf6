package org.llmi2i.pipelines.llm;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.SharedPath;

/** Which language model is asked, what it may cost, and how fast. */
public interface LlmOptions extends ProgramOptions {
  @Description(
      "The language model: embedded (a pretrained sentence transformer in this process, without key"
          + " or network; it is not a generative one), gguf (a GGUF file in this process), openai"
          + " (any server of that protocol), vertex (Gemini on Vertex AI), vertex-batch (the same by"
          + " batch jobs, for half the price, in hours).")
  @Default.String("embedded")
  String getLlm();

  void setLlm(String llm);

  @Description("The model's name, or the path of the GGUF file; all but embedded need it.")
  @Default.String("")
  String getLlmModel();

  void setLlmModel(String model);

  @Description(
      "The server's base address, such as http://localhost:8080/v1; openai needs it, vertex has its"
          + " own.")
  @Default.String("")
  String getLlmEndpoint();

  void setLlmEndpoint(String address);

  @Description(
      "Of openai: a file with the key. Without it the key is taken from the environment variable"
          + " OPENAI_API_KEY.")
  @Default.String("")
  @SharedPath
  String getLlmKeyFile();

  void setLlmKeyFile(String file);

  @Description("Of vertex and vertex-batch: the Google Cloud project that pays.")
  @Default.String("")
  String getLlmProject();

  void setLlmProject(String project);

  @Description("Of vertex and vertex-batch: the region.")
  @Default.String("global")
  String getLlmRegion();

  void setLlmRegion(String region);

  @Description("Of vertex and vertex-batch: labels of the bill, key=value,...")
  @Default.String("")
  String getLlmLabels();

  void setLlmLabels(String labels);

  @Description(
      "Of vertex-batch: the folder for requests and answers, gs://bucket/folder, which Vertex AI's"
          + " service agent may read and write. A run that is stopped while it waits goes on from"
          + " there.")
  @Default.String("")
  String getLlmBatchFolder();

  void setLlmBatchFolder(String folder);

  @Description("Of openai: take confidences from token probabilities, which few servers give.")
  @Default.Boolean(false)
  boolean isLlmLogprobs();

  void setLlmLogprobs(boolean logprobs);

  @Description(
      "Of openai: how the server takes the schema of an answer: json_schema (OpenAI, vLLM, Ollama,"
          + " llama.cpp), json_object (llama-cpp-python), none.")
  @Default.String("json_schema")
  String getLlmSchema();

  void setLlmSchema(String schema);

  @Description("Seconds after which a call is given up; of vertex-batch, a look at a job.")
  @Default.Integer(120)
  int getLlmTimeoutSeconds();

  void setLlmTimeoutSeconds(int seconds);

  @Description(
      "What the shop sells, and in which language, in a sentence for the model: The shop sells wine;"
          + " titles are French.")
  @Default.String("")
  String getDomain();

  void setDomain(String domain);

  @Description(
      "A folder with prompts of one's own, generate.mustache and discriminate.mustache; what is"
          + " missing there is taken from the product.")
  @Default.String("")
  @SharedPath
  String getPromptTemplates();

  void setPromptTemplates(String folder);

  @Description(
      "All requests and answers so far, a folder or bigquery:project.dataset.table; none of them is"
          + " made again. Without it, ledger in the output, or exchanges in the dataset.")
  @Default.String("")
  @SharedPath
  String getLedger();

  void setLedger(String folder);

  @Description("Calls to the model, at most; 0 is no limit.")
  @Default.Long(0)
  long getMaxCalls();

  void setMaxCalls(long calls);

  @Description("Tokens of requests and answers, at most; 0 is no limit.")
  @Default.Long(0)
  long getMaxTokens();

  void setMaxTokens(long tokens);

  @Description("US dollars by the price table, at most; 0 is no limit.")
  @Default.Double(0)
  double getMaxCost();

  void setMaxCost(double dollars);

  @Description(
      "US dollars for a million tokens of requests and of answers, such as 0.10,0.40; without it,"
          + " the built-in price table.")
  @Default.String("")
  String getTokenPrices();

  void setTokenPrices(String prices);

  @Description("Print what the run would ask and cost, ask nothing, and write nothing.")
  @Default.Boolean(false)
  boolean isDryRun();

  void setDryRun(boolean dryRun);

  @Description("Calls at the same time, at most; a server that has too much to do gets fewer.")
  @Default.Integer(32)
  int getLlmConcurrency();

  void setLlmConcurrency(int calls);

  @Description("Requests a minute of the whole job; 0 is no limit.")
  @Default.Long(0)
  long getLlmRequestsPerMinute();

  void setLlmRequestsPerMinute(long requests);

  @Description("Tokens a minute of the whole job; 0 is no limit.")
  @Default.Long(0)
  long getLlmTokensPerMinute();

  void setLlmTokensPerMinute(long tokens);

  @Description(
      "Worker processes that share these limits; 0 is one, or as many as a Flink cluster has.")
  @Default.Integer(0)
  int getLlmWorkers();

  void setLlmWorkers(int workers);

  @Description(
      "On Dataflow: memory of the workers that ask, such as 32GB, where that is more than others"
          + " have; for a gguf model, the size of its file more.")
  @Default.String("")
  String getLlmMinRam();

  void setLlmMinRam(String memory);
}
