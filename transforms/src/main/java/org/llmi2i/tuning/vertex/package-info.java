/** Tuning jobs of Vertex AI: start one, and see what becomes of it. */
package org.llmi2i.tuning.vertex;
