output "worker" {
  description = "Address of the account that jobs run as, once it may do what they need."
  value       = google_service_account.worker.email
  depends_on = [
    google_artifact_registry_repository_iam_member.worker,
    google_bigquery_dataset_iam_member.worker,
    google_project_iam_member.worker,
    google_service_account_iam_member.runs_as_worker,
    google_storage_bucket_iam_member.worker,
  ]
}

output "launcher" {
  description = "Address of the account that launches the template, once it may."
  value       = google_service_account.launcher.email
  depends_on = [
    google_project_iam_member.launcher,
    google_service_account_iam_member.runs_as_worker,
    google_storage_bucket_iam_member.launcher,
  ]
}
