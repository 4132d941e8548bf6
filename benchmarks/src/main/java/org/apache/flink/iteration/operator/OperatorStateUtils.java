package org.apache.flink.iteration.operator;

import java.util.Iterator;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;

/**
 * The one class that Flink ML's Swing takes from its module {@code flink-ml-iteration}, which is
 * not in Maven's registry. Swing calls it to restore a checkpoint; these runs make none.
 */
public final class OperatorStateUtils {

  private OperatorStateUtils() {}

  /** The only element of a state, if it has one. */
  public static <T> Optional<T> getUniqueElement(ListState<T> state, String name) throws Exception {
    Iterator<T> elements = state.get().iterator();
    if (!elements.hasNext()) {
      return Optional.empty();
    }
    T element = elements.next();
    if (elements.hasNext()) {
      throw new IllegalStateException(name + ": more than one element");
    }
    return Optional.of(element);
  }
}
