output "dataset" {
  description = "Id of the dataset."
  value       = google_bigquery_dataset.tables.dataset_id
}

output "output" {
  description = "The dataset as --output takes it."
  value       = "bigquery:${var.project}.${google_bigquery_dataset.tables.dataset_id}"
}
