/** A language model writes the interactions that the log lacks. */
package org.llmi2i.generate;
