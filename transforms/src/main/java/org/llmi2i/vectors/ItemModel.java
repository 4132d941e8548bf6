package org.llmi2i.vectors;

/** Learns a vector for every item of a log. */
interface ItemModel {

  /** What is told of the training while it lasts. */
  @FunctionalInterface
  interface Progress {
    /**
     * An epoch has ended.
     *
     * @param loss the mean over its steps
     */
    void epoch(double loss);
  }

  /**
   * Trains, on at least one user of at least two items.
   *
   * @return the vectors by the items' numbers, each of length 1
   * @throws IllegalStateException if PyTorch does not load on this system
   */
  float[][] train(TrainingLog log, Progress progress);
}
