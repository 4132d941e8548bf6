/**
 * Language models in GGUF files, run inside the worker by llama.cpp: any file by its path, without
 * a key or a network. Fetching a file is not done here.
 */
package org.llmi2i.llm.gguf;
