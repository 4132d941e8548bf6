package org.llmi2i.llm.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The networks that are loaded in this JVM, each file once whoever uses it; the last user to leave
 * frees its memory.
 */
final class SharedNetworks {
  private static final byte[] MAGIC = {'G', 'G', 'U', 'F'};
  private static final String REMEDY = "; ./i2i model lists models that can be fetched";

  private static final Map<Key, Shared> LOADED = new HashMap<>();

  private SharedNetworks() {}

  private record Key(Path file, int contextSize) {}

  private static final class Shared {
    final GgufNetwork network;
    final String name;
    final Map<String, Double> withoutHistory = Collections.synchronizedMap(new MostRecent());
    int users;

    Shared(GgufNetwork network, String name) {
      this.network = network;
      this.name = name;
    }
  }

  /** The most recently used entries, some 20 MB of them. */
  private static final class MostRecent extends LinkedHashMap<String, Double> {
    private static final long serialVersionUID = 1L;
    private static final int CAPACITY = 100_000;

    MostRecent() {
      super(16, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
      return size() > CAPACITY;
    }
  }

  /** One user's share of a network; closing it again does nothing. */
  static final class Share implements AutoCloseable {
    private final Key key;
    private final Shared shared;
    private boolean closed;

    private Share(Key key, Shared shared) {
      this.key = key;
      this.shared = shared;
    }

    GgufNetwork network() {
      return shared.network;
    }

    /** What the network thinks of titles alone: see {@link TitleLikelihood}. */
    Map<String, Double> withoutHistory() {
      return shared.withoutHistory;
    }

    /** The file's name and the start of its SHA-256. */
    String name() {
      return shared.name;
    }

    @Override
    public void close() {
      synchronized (LOADED) {
        if (!closed && --shared.users == 0) {
          LOADED.remove(key);
          shared.network.close();
        }
        closed = true;
      }
    }
  }

  /**
   * Opens a file, which is read once to the end for its name.
   *
   * @throws IllegalArgumentException if it is missing, unreadable, or no model that can be used;
   *     the message names the option {@code llmModel}
   */
  static Share open(String file, int contextSize) {
    try {
      Path path = Path.of(file).toRealPath();
      Key key = new Key(path, contextSize);
      synchronized (LOADED) {
        Shared shared = LOADED.get(key);
        if (shared == null) {
          checkMagic(path);
          shared = new Shared(GgufNetwork.load(path, contextSize), name(path));
          LOADED.put(key, shared);
        }
        shared.users++;
        return new Share(key, shared);
      }
    } catch (IOException e) {
      throw unusable(file, "it cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, e.getMessage(), e);
    }
  }

  static IllegalArgumentException unusable(String file, String reason, Exception cause) {
    return new IllegalArgumentException(
        "llmModel: must be a GGUF file, got " + file + ": " + reason + REMEDY, cause);
  }

  /** Anything may be behind a path: llama.cpp should see only what claims to be for it. */
  private static void checkMagic(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("it is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new IllegalArgumentException("it does not begin with GGUF");
      }
    }
  }

  private static String name(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return file.getFileName() + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }
}
