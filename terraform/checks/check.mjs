// Checks the Terraform files of the given folders against the provider's types and each other: node check.mjs FOLDER...
import { readFolder } from "./folder.mjs";
import { argumentsOf } from "./provider.mjs";
import { referenceErrors } from "./references.mjs";

const META = new Set(["count", "for_each", "provider", "depends_on", "lifecycle"]);
const errors = [];

function checkBody(where, body, schema, meta) {
  const dynamic = body.dynamic ?? {};
  const given = new Map(Object.entries(body).filter(([name]) => name !== "dynamic"));
  for (const [name, blocks] of Object.entries(dynamic)) {
    given.set(name, blocks.flatMap((block) => block.content));
  }
  for (const [name, value] of given) {
    if (meta.has(name)) continue;
    const argument = schema.get(name);
    if (!argument) {
      errors.push(`${where}: the provider knows no "${name}"`);
    } else if (argument.fields && Array.isArray(value)) {
      value.forEach((block) => checkBody(`${where}.${name}`, block, argument.fields, new Set()));
    }
  }
  for (const [name, argument] of schema) {
    if (argument.required && !given.has(name)) errors.push(`${where}: "${name}" is missing`);
  }
}

let checked = 0;
for (const folder of process.argv.slice(2).map((name) => name.replace(/\/$/, ""))) {
  const parsed = await readFolder(folder);
  errors.push(...(await referenceErrors(folder, parsed, readFolder)));
  for (const [section, kind] of [["resource", ""], ["data", "data-"]]) {
    for (const [type, named] of Object.entries(parsed[section] ?? {})) {
      for (const [name, bodies] of Object.entries(named)) {
        const where = `${folder}: ${kind}${type}.${name}`;
        const schema = argumentsOf(kind, type);
        checked++;
        if (schema) bodies.forEach((body) => checkBody(where, body, schema, META));
        else errors.push(`${where}: the provider knows no such type`);
      }
    }
  }
}
errors.forEach((error) => console.error(error));
if (errors.length === 0) console.log(`${checked} resources and data sources fit the provider.`);
process.exitCode = errors.length > 0 ? 1 : 0;
