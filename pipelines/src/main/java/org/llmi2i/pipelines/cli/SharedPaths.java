package org.llmi2i.pipelines.cli;

import java.lang.reflect.Method;
import java.nio.file.Path;
import org.llmi2i.pipelines.bigquery.BigQueryName;

/** What options that are a {@link SharedPath} say, in full. */
final class SharedPaths {
  private SharedPaths() {}

  /** Replaces relative paths by absolute ones; names of an object store or of BigQuery stay. */
  static void resolve(ProgramOptions options) {
    for (Class<?> type : options.getClass().getInterfaces()) {
      for (Method getter : type.getMethods()) {
        if (getter.isAnnotationPresent(SharedPath.class)) {
          resolve(options, type, getter);
        }
      }
    }
  }

  private static void resolve(ProgramOptions options, Class<?> type, Method getter) {
    try {
      String path = (String) getter.invoke(options);
      if (path != null && !path.isEmpty() && !path.contains("://") && !BigQueryName.isNamed(path)) {
        type.getMethod("set" + getter.getName().substring("get".length()), String.class)
            .invoke(options, Path.of(path).toAbsolutePath().normalize().toString());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(getter.getName(), e);
    }
  }
}
