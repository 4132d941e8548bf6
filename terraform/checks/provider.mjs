// What the Google provider's published typings say: each type's arguments and blocks, and which are required.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LIB = fileURLToPath(new URL("node_modules/@cdktf/provider-google-beta/lib/", import.meta.url));
const cache = new Map();

/** The arguments of a resource ("") or data source ("data-") by name, or null if the provider has no such type. */
export function argumentsOf(kind, type) {
  const file = `${LIB}${kind}${type.replaceAll("_", "-")}/index.d.ts`;
  if (!cache.has(file)) {
    cache.set(file, existsSync(file) ? parse(readFileSync(file, "utf8")) : null);
  }
  return cache.get(file);
}

function parse(typings) {
  const interfaces = new Map();
  let root;
  for (const [, name, meta, body] of typings.matchAll(/^export interface (\w+)( extends \S+)? \{\n(.*?)^\}/gms)) {
    root ??= meta && name;
    interfaces.set(name, body);
  }
  return fields(interfaces, root);
}

function fields(interfaces, name) {
  const found = new Map();
  const entry = /#(\w+) \w+#\w+\}(?:(?!\/\*\*).)*?readonly \w+(\??): ([^;]+);/gs;
  for (const [, argument, optional, type] of interfaces.get(name).matchAll(entry)) {
    const nested = type.match(/\w+/)[0];
    found.set(argument, {
      required: optional === "",
      fields: interfaces.has(nested) ? fields(interfaces, nested) : null,
    });
  }
  return found;
}
