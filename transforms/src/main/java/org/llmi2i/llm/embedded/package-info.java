/**
 * The default language model: a sentence transformer that runs inside the worker, without a key, a
 * network or a download. It compares titles; text models that are asked in words live in the
 * neighbouring packages.
 */
package org.llmi2i.llm.embedded;
