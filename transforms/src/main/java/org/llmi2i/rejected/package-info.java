/**
 * Records that could not be used leave the pipeline with their reason; nothing is dropped silently.
 */
package org.llmi2i.rejected;
