/**
 * I2I tables from co-occurrence: the similarities, the block kernel that computes whole rows, and
 * the transform that cuts a log into blocks. One similarity a file; nothing but {@link
 * org.llmi2i.cooccurrence.CoOccurrence} and {@code NeighborRowCoder} knows of Beam.
 */
package org.llmi2i.cooccurrence;
