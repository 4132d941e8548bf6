/**
 * All that concerns a request to a language model and not its meaning: the ledger of what was asked
 * before, the budget, the pace, attempts and outages. The models themselves live in {@code llm},
 * what is asked of them in {@code generate} and {@code discriminate}.
 */
package org.llmi2i.ask;
