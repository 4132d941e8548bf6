/**
 * The funnel: from all pairs of a user and a target item to the few that a language model is asked
 * about.
 */
package org.llmi2i.candidates;
