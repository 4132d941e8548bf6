locals {
  key = one(google_kms_crypto_key.data[*].id)
  # Google's own accounts that encrypt on the project's behalf.
  agents = {
    artifactregistry = "service-${data.google_project.this.number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    bigquery         = "bq-${data.google_project.this.number}@bigquery-encryption.iam.gserviceaccount.com"
    compute          = "service-${data.google_project.this.number}@compute-system.iam.gserviceaccount.com"
    dataflow         = "service-${data.google_project.this.number}@dataflow-service-producer-prod.iam.gserviceaccount.com"
    storage          = "service-${data.google_project.this.number}@gs-project-accounts.iam.gserviceaccount.com"
  }
}

# BigQuery and Cloud Storage make their agents when first asked for them, the others by service identity.
data "google_bigquery_default_service_account" "agent" {
  project    = var.project
  depends_on = [google_project_service.used]
}

data "google_storage_project_service_account" "agent" {
  project    = var.project
  depends_on = [google_project_service.used]
}

resource "google_project_service_identity" "agents" {
  provider   = google-beta
  for_each   = toset(var.customer_managed_key ? ["artifactregistry", "dataflow"] : [])
  project    = var.project
  service    = "${each.key}.googleapis.com"
  depends_on = [google_project_service.used]
}

resource "google_kms_key_ring" "data" {
  count      = var.customer_managed_key ? 1 : 0
  project    = var.project
  name       = var.name
  location   = var.region
  depends_on = [google_project_service.used]
}

resource "google_kms_crypto_key" "data" {
  count           = var.customer_managed_key ? 1 : 0
  name            = "data"
  key_ring        = google_kms_key_ring.data[0].id
  rotation_period = "7776000s"

  # Without its key, all data is lost.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key_iam_member" "agents" {
  for_each      = var.customer_managed_key ? local.agents : {}
  crypto_key_id = google_kms_crypto_key.data[0].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
  depends_on = [
    data.google_bigquery_default_service_account.agent,
    data.google_storage_project_service_account.agent,
    google_project_service_identity.agents,
  ]
}
