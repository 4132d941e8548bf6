// Writes modules that have the variables and outputs of the real ones and make nothing, so that Terraform itself can
// judge how they are composed without a provider: node shells.mjs MODULES FOLDER
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFolder } from "./folder.mjs";

const [modules, folder] = process.argv.slice(2);
for (const name of readdirSync(modules)) {
  const shell = join(folder, name);
  mkdirSync(shell, { recursive: true });
  copyFileSync(join(modules, name, "variables.tf"), join(shell, "variables.tf"));
  const outputs = Object.keys((await readFolder(join(modules, name))).output ?? {});
  if (outputs.length > 0) {
    const values = Object.fromEntries(outputs.map((output) => [output, { value: `<${output}>` }]));
    writeFileSync(join(shell, "outputs.tf.json"), JSON.stringify({ output: values }));
  }
}
