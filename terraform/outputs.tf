locals {
  output     = "bigquery:${var.project}.${google_bigquery_dataset.tables.dataset_id}"
  temp       = "gs://${google_storage_bucket.files.name}/work"
  subnetwork = "https://www.googleapis.com/compute/v1/${google_compute_subnetwork.workers.id}"
}

output "run_command" {
  description = "Starts a run on Dataflow; the two inputs are yours to name."
  value = join(" ", concat([
    "./i2i run --runner=DataflowRunner",
    "--project=${var.project} --region=${var.region} --tempLocation=${local.temp}",
    "--serviceAccount=${google_service_account.worker.email}",
    "--subnetwork=${local.subnetwork} --usePublicIps=false",
    "--interactions=<log> --items=<catalogue> --output=${local.output}",
    "--llm=vertex --llmModel=gemini-2.5-flash-lite --llmProject=${var.project} --llmRegion=${var.region} --maxCost=25",
  ], var.customer_managed_key ? ["--dataflowKmsKey=${local.key}"] : []))
}

output "image_repository" {
  description = "Where the flex template's image goes."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}

output "bucket" {
  description = "The bucket of runs, ledger, temporary files and the template's spec."
  value       = google_storage_bucket.files.name
}
