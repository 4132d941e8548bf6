locals {
  # Google's own accounts that encrypt on the project's behalf.
  agents = {
    artifactregistry = "service-${var.number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    bigquery         = "bq-${var.number}@bigquery-encryption.iam.gserviceaccount.com"
    compute          = "service-${var.number}@compute-system.iam.gserviceaccount.com"
    dataflow         = "service-${var.number}@dataflow-service-producer-prod.iam.gserviceaccount.com"
    storage          = "service-${var.number}@gs-project-accounts.iam.gserviceaccount.com"
  }
}

# BigQuery and Cloud Storage make their agents when first asked for them, the others by service identity.
data "google_bigquery_default_service_account" "agent" {
  project = var.project
}

data "google_storage_project_service_account" "agent" {
  project = var.project
}

resource "google_project_service_identity" "agents" {
  provider = google-beta
  for_each = toset(["artifactregistry", "dataflow"])
  project  = var.project
  service  = "${each.key}.googleapis.com"
}

resource "google_kms_key_ring" "data" {
  project  = var.project
  name     = var.name
  location = var.region
}

resource "google_kms_crypto_key" "data" {
  name            = "data"
  key_ring        = google_kms_key_ring.data.id
  rotation_period = "7776000s"

  # Without its key, all data is lost.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key_iam_member" "agents" {
  for_each      = local.agents
  crypto_key_id = google_kms_crypto_key.data.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
  depends_on = [
    data.google_bigquery_default_service_account.agent,
    data.google_storage_project_service_account.agent,
    google_project_service_identity.agents,
  ]
}
