package org.llmi2i.llm.gguf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The neural network of a GGUF file: tokens in, logits out.
 *
 * <p>May be called from many threads at once; one of them computes at a time, with all cores,
 * whatever the number of networks: with this build of llama.cpp, two contexts that compute at once
 * were seen to give wrong numbers. Nothing runs on a GPU.
 */
final class GgufNetwork implements Network, AutoCloseable {
  /** Tokens computed together; more are not faster, and take memory. */
  private static final int MICRO_BATCH = 64;

  /** Held by the reader that is out, of all networks. */
  private static final ReentrantLock COMPUTING = new ReentrantLock();

  private final LlamaCpp llama;
  private final Pointer model;
  private final Pointer vocabulary;
  private final int vocabularySize;
  private final int contextSize;
  private ContextReader reader;

  private GgufNetwork(LlamaCpp llama, Pointer model, int contextSize) {
    this.llama = llama;
    this.model = model;
    this.vocabulary = llama.llama_model_get_vocab(model);
    this.vocabularySize = llama.llama_vocab_n_tokens(vocabulary);
    this.contextSize = Math.min(contextSize, llama.llama_model_n_ctx_train(model));
  }

  /**
   * Loads a file.
   *
   * @param contextSize tokens of a request, at most; less if the model was trained on less
   * @throws IllegalArgumentException if llama.cpp cannot use it; the message says only why
   */
  static GgufNetwork load(Path file, int contextSize) {
    LlamaCpp llama = LlamaLibrary.shared();
    LlamaCpp.ModelParams params = llama.llama_model_default_params();
    // An empty list of devices, so that a GPU's arithmetic never changes an answer.
    Memory devices = new Memory(Long.BYTES);
    devices.clear();
    params.devices = devices;
    params.gpuLayers = 0;
    Pointer model = llama.llama_model_load_from_file(file.toString(), params);
    if (model == null) {
      throw new IllegalArgumentException("llama.cpp cannot read it");
    }
    // Neither an encoder nor a recurrent model can go back to the end of the history.
    if (llama.llama_model_has_encoder(model) != 0
        || llama.llama_model_has_decoder(model) == 0
        || llama.llama_model_is_recurrent(model) != 0) {
      llama.llama_model_free(model);
      throw new IllegalArgumentException("it is no transformer that continues a text");
    }
    return new GgufNetwork(llama, model, contextSize);
  }

  @Override
  public int contextSize() {
    return contextSize;
  }

  @Override
  public int[] tokens(String text, boolean control) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Room for a token a byte, and for what some tokenizers put in front.
    int[] tokens = new int[bytes.length + 8];
    int size =
        llama.llama_tokenize(
            vocabulary,
            bytes,
            bytes.length,
            tokens,
            tokens.length,
            (byte) 0,
            (byte) (control ? 1 : 0));
    if (size < 0) {
      throw new IllegalStateException("The tokenizer made more tokens of a text than it has bytes");
    }
    return Arrays.copyOf(tokens, size);
  }

  @Override
  public int[] start() {
    int[] tokens = new int[8];
    int size =
        llama.llama_tokenize(vocabulary, new byte[0], 0, tokens, tokens.length, (byte) 1, (byte) 1);
    // Some models also want an end mark; a text that goes on must not have it.
    return Arrays.copyOf(tokens, Math.min(Math.max(size, 0), 1));
  }

  @Override
  public String chat(String system, String user) {
    Pointer template = llama.llama_model_chat_template(model, null);
    byte[] text = template == null ? new byte[0] : apply(template, system, user);
    return text.length == 0
        ? system + "\n\n" + user + "\nAnswer: "
        : new String(text, StandardCharsets.UTF_8);
  }

  private byte[] apply(Pointer template, String system, String user) {
    LlamaCpp.Message[] messages = (LlamaCpp.Message[]) new LlamaCpp.Message().toArray(2);
    List<Memory> held = new ArrayList<>();
    messages[0].role = text("system", held);
    messages[0].content = text(system, held);
    messages[1].role = text("user", held);
    messages[1].content = text(user, held);
    for (LlamaCpp.Message message : messages) {
      message.write();
    }
    // The frame around the messages is short in every format.
    byte[] buffer = new byte[4 * (system.length() + user.length()) + 4_096];
    int size =
        llama.llama_chat_apply_template(
            template, messages[0], messages.length, (byte) 1, buffer, buffer.length);
    return Arrays.copyOf(buffer, size < 0 || size > buffer.length ? 0 : size);
  }

  private static Pointer text(String text, List<Memory> held) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1L);
    memory.write(0, bytes, 0, bytes.length);
    memory.setByte(bytes.length, (byte) 0);
    held.add(memory);
    return memory;
  }

  /**
   * Takes the reader, which closing gives back; waits while any of this JVM is out.
   *
   * @throws IllegalStateException if there is not enough memory for it
   */
  @Override
  public Reader reader() {
    COMPUTING.lock();
    try {
      if (reader == null) {
        reader = new ContextReader();
      }
      return reader;
    } catch (RuntimeException | Error e) {
      COMPUTING.unlock();
      throw e;
    }
  }

  /** Frees all memory; no call may follow. */
  @Override
  public void close() {
    COMPUTING.lock();
    try {
      if (reader != null) {
        llama.llama_free(reader.context);
      }
      llama.llama_model_free(model);
    } finally {
      COMPUTING.unlock();
    }
  }

  /** One context of llama.cpp. */
  private final class ContextReader implements Reader {
    private final Pointer context;
    private final Memory tokens = new Memory(4L * contextSize);
    private final Memory outputs = new Memory(contextSize);
    private int read;

    private ContextReader() {
      LlamaCpp.ContextParams params = llama.llama_context_default_params();
      params.size = contextSize;
      params.batch = contextSize;
      params.microBatch = MICRO_BATCH;
      params.threads = Runtime.getRuntime().availableProcessors();
      params.batchThreads = params.threads;
      params.offloadKqv = 0;
      context = llama.llama_init_from_model(model, params);
      if (context == null) {
        throw new IllegalStateException("No memory for a context of " + contextSize + " tokens");
      }
    }

    @Override
    public float[] read(int[] text) {
      llama.llama_kv_self_clear(context);
      read = 0;
      evaluate(text, /* all= */ false);
      read = text.length;
      return logits(-1);
    }

    @Override
    public float[][] afterEach(int[] continuation) {
      float[][] logits = new float[continuation.length][];
      if (logits.length > 0) {
        evaluate(continuation, /* all= */ true);
        Arrays.setAll(logits, this::logits);
        forget();
      }
      return logits;
    }

    @Override
    public float[] afterAll(int[] continuation) {
      evaluate(continuation, /* all= */ false);
      float[] logits = logits(-1);
      forget();
      return logits;
    }

    private void forget() {
      llama.llama_kv_self_seq_rm(context, 0, read, -1);
    }

    private float[] logits(int index) {
      Pointer row = llama.llama_get_logits_ith(context, index);
      if (row == null) {
        throw new IllegalStateException("The model gives no logits");
      }
      return row.getFloatArray(0, vocabularySize);
    }

    private void evaluate(int[] text, boolean all) {
      if (text.length == 0 || read + text.length > contextSize) {
        throw new IllegalArgumentException(
            text.length + " tokens after " + read + " in a context of " + contextSize);
      }
      tokens.write(0, text, 0, text.length);
      LlamaCpp.Batch batch = new LlamaCpp.Batch();
      batch.size = text.length;
      batch.tokens = tokens;
      if (all) {
        outputs.setMemory(0, text.length, (byte) 1);
        batch.outputs = outputs;
      }
      int status = llama.llama_decode(context, batch);
      if (status != 0) {
        throw new IllegalStateException("llama.cpp failed to evaluate, status " + status);
      }
    }

    @Override
    public void close() {
      COMPUTING.unlock();
    }
  }
}
