output "run_command" {
  description = "Starts a run on Dataflow; the two inputs are yours to name."
  value = join(" ", concat([
    "./i2i run --runner=DataflowRunner --jobName=${var.name}-run",
    "--project=${var.project} --region=${var.region} --tempLocation=${module.storage.temp}",
    "--serviceAccount=${module.accounts.worker}",
    "--subnetwork=${module.network.subnetwork} --usePublicIps=false",
    "--interactions=<log> --items=<catalogue> --output=${module.tables.output}",
    "--llm=vertex --llmModel=gemini-2.5-flash-lite --llmProject=${var.project} --llmRegion=${var.region} --maxCost=25",
  ], var.customer_managed_key ? ["--dataflowKmsKey=${local.key}"] : []))
}

output "publish_command" {
  description = "Shows an earlier run again; its name is in the table runs."
  value       = "./i2i publish --output=${module.tables.output} --run=<run_id>"
}

output "template_command" {
  description = "Builds the flex template that the schedule launches."
  value       = "templates/build --image=${module.registry.images}/run:1 --template=gs://${module.storage.bucket}/templates/run.json"
}

output "bucket" {
  description = "The bucket of runs, ledger, temporary files and the template's file."
  value       = module.storage.bucket
}
