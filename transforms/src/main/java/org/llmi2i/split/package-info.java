/** Cuts a log into what the tables learn from and what they are measured on. */
package org.llmi2i.split;
