/** How this project loads the native libraries that DJL carries. No model is here. */
package org.llmi2i.djl;
