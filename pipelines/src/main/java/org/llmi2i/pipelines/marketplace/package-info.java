/**
 * A generated marketplace: a catalogue with readable titles and a log of purchases that follow
 * taste, for demonstrations, benchmarks and tests. Plain Java that writes files; no Beam transform
 * lives here.
 */
package org.llmi2i.pipelines.marketplace;
