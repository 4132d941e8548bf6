// What a folder of Terraform files names must be declared there, and a module be called as it wants to be.

const BUILT_IN = new Set(["source", "count", "for_each", "providers", "depends_on"]);

/** The mistakes of a folder, whose files were merged into one object; `read` merges those of another folder. */
export async function referenceErrors(folder, parsed, read) {
  const errors = [];
  const text = JSON.stringify(parsed);
  const called = parsed.module ?? {};
  const declared = (section) => new Set(Object.keys(parsed[section] ?? {}));
  const known = {
    var: declared("variable"),
    local: new Set((parsed.locals ?? []).flatMap(Object.keys)),
    module: declared("module"),
  };
  for (const [, kind, name] of text.matchAll(/\b(var|local|module)\.(\w+)/g)) {
    if (!known[kind].has(name)) errors.push(`${folder}: ${kind}.${name} is not declared`);
  }
  for (const name of known.var) {
    if (!new RegExp(`\\bvar\\.${name}\\b`).test(JSON.stringify({ ...parsed, variable: {} }))) {
      errors.push(`${folder}: var.${name} is not used`);
    }
  }
  for (const [, data, type, name] of text.matchAll(/\b(data\.)?(google_\w+)\.(\w+)/g)) {
    const section = data ? parsed.data : parsed.resource;
    if (!section?.[type]?.[name]) errors.push(`${folder}: ${data ?? ""}${type}.${name} is not declared`);
  }
  for (const [name, bodies] of Object.entries(called)) {
    const module = await read(`${folder}/${bodies[0].source}`);
    const given = Object.keys(bodies[0]).filter((argument) => !BUILT_IN.has(argument));
    const wanted = Object.entries(module.variable ?? {});
    given
      .filter((argument) => !module.variable?.[argument])
      .forEach((argument) => errors.push(`${folder}: module.${name} knows no "${argument}"`));
    wanted
      .filter(([argument, [variable]]) => !("default" in variable) && !given.includes(argument))
      .forEach(([argument]) => errors.push(`${folder}: module.${name}: "${argument}" is missing`));
    const outputs = text.matchAll(new RegExp(`\\bmodule\\.${name}(?:\\[[^\\]]*\\])?\\.(\\w+)`, "g"));
    for (const [, output] of outputs) {
      if (!module.output?.[output]) errors.push(`${folder}: module.${name} has no output "${output}"`);
    }
  }
  return [...new Set(errors)];
}
