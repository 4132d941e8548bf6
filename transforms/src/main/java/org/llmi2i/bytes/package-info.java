/**
 * Values as bytes, for coders. What the values mean is known to the coders alone, which stand
 * beside what they encode.
 */
package org.llmi2i.bytes;
