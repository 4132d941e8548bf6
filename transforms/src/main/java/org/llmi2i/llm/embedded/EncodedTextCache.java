package org.llmi2i.llm.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Encoded texts, the most recently used ones. May be called from many threads at once; a text that
 * several of them ask for at the same time is encoded once.
 */
final class EncodedTextCache {
  private final Map<String, CompletableFuture<EncodedText>> entries;

  /**
   * An empty cache.
   *
   * @param capacity most texts it keeps, at least 1
   */
  EncodedTextCache(int capacity) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
          @Override
          protected boolean removeEldestEntry(
              Map.Entry<String, CompletableFuture<EncodedText>> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The text's entry, or else what {@code encode} makes of the text, which is kept.
   *
   * @throws RuntimeException what {@code encode} threw, in the thread that called it; another
   *     thread that waited for it gets a {@link CompletionException}. A failure is not kept.
   */
  EncodedText get(String text, Function<String, EncodedText> encode) {
    CompletableFuture<EncodedText> mine = new CompletableFuture<>();
    CompletableFuture<EncodedText> earlier;
    synchronized (entries) {
      earlier = entries.putIfAbsent(text, mine);
    }
    if (earlier != null) {
      return earlier.join();
    }
    try {
      EncodedText encoded = encode.apply(text);
      mine.complete(encoded);
      return encoded;
    } catch (RuntimeException | Error e) {
      synchronized (entries) {
        entries.remove(text, mine);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }
}
