output "bucket" {
  description = "Name of the bucket."
  value       = google_storage_bucket.files.name
}

output "temp" {
  description = "Folder of the runs' files and of temporary ones."
  value       = "gs://${google_storage_bucket.files.name}/work"
}
