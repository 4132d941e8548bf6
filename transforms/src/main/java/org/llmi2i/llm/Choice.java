package org.llmi2i.llm;

/**
 * One entry of an answer.
 *
 * @param number the candidate's number in the prompt, from 1; as the model gave it, so possibly off
 *     the list
 * @param confidence how sure the model is that the user would take the candidate, 0 to 1; as the
 *     model gave it, so possibly outside
 */
public record Choice(long number, double confidence) {}
