/** A language model judges which interactions are plausible; calibrated on the log itself. */
package org.llmi2i.discriminate;
