package org.apache.flink.ml.common.param;

import org.apache.flink.ml.param.Param;
import org.apache.flink.ml.param.ParamValidators;
import org.apache.flink.ml.param.StringParam;
import org.apache.flink.ml.param.WithParams;

/**
 * The one class that Flink ML's Swing takes from its module {@code flink-ml-servable-lib}, which is
 * not in Maven's registry: the name of the column that it gives.
 */
public interface HasOutputCol<T> extends WithParams<T> {
  Param<String> OUTPUT_COL =
      new StringParam("outputCol", "Output column name.", "output", ParamValidators.notNull());

  default String getOutputCol() {
    return get(OUTPUT_COL);
  }

  default T setOutputCol(String name) {
    return set(OUTPUT_COL, name);
  }
}
