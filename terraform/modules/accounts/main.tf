resource "google_service_account" "worker" {
  project      = var.project
  account_id   = "${var.name}-worker"
  display_name = "LLM-I2I: workers of a run"
}

resource "google_service_account" "launcher" {
  project      = var.project
  account_id   = "${var.name}-launcher"
  display_name = "LLM-I2I: starts the daily run"
}

# Services that grant by project only.
resource "google_project_iam_member" "worker" {
  for_each = toset(["roles/aiplatform.user", "roles/bigquery.jobUser", "roles/dataflow.developer", "roles/dataflow.worker"])
  project  = var.project
  role     = each.key
  member   = google_service_account.worker.member
}

resource "google_project_iam_member" "launcher" {
  project = var.project
  role    = "roles/dataflow.developer"
  member  = google_service_account.launcher.member
}

resource "google_bigquery_dataset_iam_member" "worker" {
  project    = var.project
  dataset_id = var.dataset
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "worker" {
  for_each = toset(["roles/storage.legacyBucketReader", "roles/storage.objectUser"])
  bucket   = var.bucket
  role     = each.key
  member   = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "launcher" {
  bucket = var.bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.launcher.member
}

resource "google_artifact_registry_repository_iam_member" "worker" {
  project    = var.project
  location   = var.region
  repository = var.repository
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.worker.member
}

# Both start machines that run as the worker: the launcher that of the template, and that one the workers.
resource "google_service_account_iam_member" "runs_as_worker" {
  for_each = {
    launcher = google_service_account.launcher.member
    worker   = google_service_account.worker.member
  }
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.serviceAccountUser"
  member             = each.value
}
