/**
 * Language models behind one small interface: structured prompts in, answers out. What is asked and
 * what becomes of an answer lives in {@code generate} and {@code discriminate}.
 */
package org.llmi2i.llm;
