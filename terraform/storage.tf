resource "google_storage_bucket" "files" {
  project                     = var.project
  name                        = "${var.project}-${var.name}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Only what Beam and Dataflow leave behind: the ledger and the runs' files, in work/llm-i2i/, are kept.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age            = var.temp_days
      matches_prefix = ["work/BigQueryWriteTemp/", "work/staging/", "work/template_launches/"]
    }
  }

  dynamic "encryption" {
    for_each = local.key[*]
    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.name
  format        = "DOCKER"
  description   = "Images of the flex template."
  kms_key_name  = local.key
  depends_on    = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}
