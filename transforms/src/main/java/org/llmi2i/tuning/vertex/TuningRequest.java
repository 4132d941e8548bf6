package org.llmi2i.tuning.vertex;

import com.google.auto.value.AutoValue;
import java.util.Optional;

/** What a model is to be tuned on. */
@AutoValue
public abstract class TuningRequest {
  abstract String model();

  abstract String trainFile();

  abstract Optional<String> validationFile();

  abstract Optional<Integer> epochs();

  abstract String displayName();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setModel(String model);

    abstract Builder setTrainFile(String trainFile);

    abstract Builder setValidationFile(String validationFile);

    abstract Builder setEpochs(int epochs);

    abstract Builder setDisplayName(String displayName);

    abstract TuningRequest build();
  }

  /**
   * Tunes a model on a file.
   *
   * @param model a model that Vertex AI tunes, such as gemini-2.5-flash, or the resource name of a
   *     tuned one to go on from
   * @param trainFile a {@code gs://} file of Gemini's tuning format, as {@code tuning-data} writes
   *     it
   */
  public static TuningRequest of(String model, String trainFile) {
    return new AutoValue_TuningRequest.Builder()
        .setModel(model)
        .setTrainFile(onCloudStorage("trainFile", trainFile))
        .setDisplayName("llm-i2i")
        .build();
  }

  /** A {@code gs://} file of other users to measure the loss on while it tunes; default none. */
  public TuningRequest withValidationFile(String validationFile) {
    return toBuilder().setValidationFile(onCloudStorage("validationFile", validationFile)).build();
  }

  /** How often the file is gone through, at least 1; default is the service's choice. */
  public TuningRequest withEpochs(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs: must be at least 1, got " + epochs);
    }
    return toBuilder().setEpochs(epochs).build();
  }

  /** What people see the tuned model as; default llm-i2i. */
  public TuningRequest withDisplayName(String displayName) {
    return toBuilder().setDisplayName(displayName).build();
  }

  private static String onCloudStorage(String name, String file) {
    if (!file.startsWith("gs://")) {
      throw new IllegalArgumentException(
          name + ": must be on Cloud Storage, gs://bucket/file, got " + file);
    }
    return file;
  }
}
