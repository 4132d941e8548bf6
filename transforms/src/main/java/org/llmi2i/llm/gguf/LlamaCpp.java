package org.llmi2i.llm.gguf;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The functions of llama.cpp that are used, under their own names.
 *
 * <p>The layouts of the structures are those of build 4916, which the artifact carries; {@link
 * LlamaLibrary} makes sure that it is this one.
 */
interface LlamaCpp extends Library {

  /** How a model is loaded. */
  @FieldOrder({
    "devices",
    "gpuLayers",
    "splitMode",
    "mainGpu",
    "tensorSplit",
    "progress",
    "progressData",
    "overrides",
    "vocabularyOnly",
    "useMmap",
    "useMlock",
    "checkTensors"
  })
  class ModelParams extends Structure implements Structure.ByValue {
    public Pointer devices;
    public int gpuLayers;
    public int splitMode;
    public int mainGpu;
    public Pointer tensorSplit;
    public Pointer progress;
    public Pointer progressData;
    public Pointer overrides;
    public byte vocabularyOnly;
    public byte useMmap;
    public byte useMlock;
    public byte checkTensors;
  }

  /** How a context is made: the memory of one conversation, and the room to compute in. */
  @FieldOrder({
    "size",
    "batch",
    "microBatch",
    "sequences",
    "threads",
    "batchThreads",
    "ropeScaling",
    "pooling",
    "attention",
    "ropeBase",
    "ropeScale",
    "yarnExtension",
    "yarnAttention",
    "yarnFast",
    "yarnSlow",
    "yarnContext",
    "defragmentation",
    "evalCallback",
    "evalData",
    "typeK",
    "typeV",
    "logitsAll",
    "embeddings",
    "offloadKqv",
    "flashAttention",
    "noTimings",
    "abortCallback",
    "abortData"
  })
  class ContextParams extends Structure implements Structure.ByValue {
    public int size;
    public int batch;
    public int microBatch;
    public int sequences;
    public int threads;
    public int batchThreads;
    public int ropeScaling;
    public int pooling;
    public int attention;
    public float ropeBase;
    public float ropeScale;
    public float yarnExtension;
    public float yarnAttention;
    public float yarnFast;
    public float yarnSlow;
    public int yarnContext;
    public float defragmentation;
    public Pointer evalCallback;
    public Pointer evalData;
    public int typeK;
    public int typeV;
    public byte logitsAll;
    public byte embeddings;
    public byte offloadKqv;
    public byte flashAttention;
    public byte noTimings;
    public Pointer abortCallback;
    public Pointer abortData;
  }

  /** Tokens to evaluate; null for positions means after those before. */
  @FieldOrder({
    "size",
    "tokens",
    "embeddings",
    "positions",
    "sequenceCounts",
    "sequences",
    "outputs"
  })
  class Batch extends Structure implements Structure.ByValue {
    public int size;
    public Pointer tokens;
    public Pointer embeddings;
    public Pointer positions;
    public Pointer sequenceCounts;
    public Pointer sequences;
    public Pointer outputs;
  }

  /** One message of a chat. */
  @FieldOrder({"role", "content"})
  class Message extends Structure {
    public Pointer role;
    public Pointer content;
  }

  /** Receives what the library logs. */
  interface Log extends Callback {
    void log(int level, Pointer text, Pointer data);
  }

  void llama_log_set(Log log, Pointer data);

  void llama_backend_init();

  ModelParams llama_model_default_params();

  ContextParams llama_context_default_params();

  Pointer llama_model_load_from_file(String path, ModelParams params);

  void llama_model_free(Pointer model);

  int llama_model_n_ctx_train(Pointer model);

  byte llama_model_has_encoder(Pointer model);

  byte llama_model_has_decoder(Pointer model);

  byte llama_model_is_recurrent(Pointer model);

  Pointer llama_model_chat_template(Pointer model, String name);

  Pointer llama_model_get_vocab(Pointer model);

  int llama_vocab_n_tokens(Pointer vocabulary);

  int llama_tokenize(
      Pointer vocabulary,
      byte[] text,
      int length,
      int[] tokens,
      int capacity,
      byte addSpecial,
      byte parseSpecial);

  int llama_chat_apply_template(
      Pointer template, Message messages, long count, byte assistant, byte[] buffer, int capacity);

  Pointer llama_init_from_model(Pointer model, ContextParams params);

  void llama_free(Pointer context);

  void llama_kv_self_clear(Pointer context);

  byte llama_kv_self_seq_rm(Pointer context, int sequence, int from, int to);

  int llama_decode(Pointer context, Batch batch);

  Pointer llama_get_logits_ith(Pointer context, int index);
}
