/**
 * I2I tables from trained models: what they learn from, BPR and the two towers, PyTorch that trains
 * them, and the search for the nearest vectors. Nothing but {@link org.llmi2i.vectors.ItemVectors}
 * knows of Beam, and similarities that are computed without training are elsewhere.
 */
package org.llmi2i.vectors;
