// All .tf files of a folder as one object.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";

/** The folder's blocks by kind, type and name. */
export async function readFolder(folder) {
  const merged = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".tf"))) {
    merge(merged, await parse(file, readFileSync(join(folder, file), "utf8")));
  }
  return merged;
}

function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    if (into[key] === undefined) into[key] = value;
    else if (Array.isArray(value)) into[key] = into[key].concat(value);
    else merge(into[key], value);
  }
}
