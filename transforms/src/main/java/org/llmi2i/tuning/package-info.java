/**
 * What a language model is tuned on: requests as the main job makes them, with the answers that the
 * train log knows. Where the files go lives in the programs.
 */
package org.llmi2i.tuning;
