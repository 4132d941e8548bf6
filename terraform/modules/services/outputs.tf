output "project" {
  description = "Id of the project once its services are there; who takes it from here waits for them."
  value       = var.project
  depends_on  = [google_project_service.used]
}

output "number" {
  description = "The project's number."
  value       = data.google_project.this.number
}
