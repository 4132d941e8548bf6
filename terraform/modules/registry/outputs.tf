output "repository" {
  description = "Id of the repository."
  value       = google_artifact_registry_repository.images.repository_id
}

output "images" {
  description = "What the name of an image in it begins with."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}
