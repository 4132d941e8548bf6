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
    for_each = var.key[*]
    content {
      default_kms_key_name = encryption.value
    }
  }
}
