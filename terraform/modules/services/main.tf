resource "google_project_service" "used" {
  for_each = toset([
    "aiplatform", "artifactregistry", "bigquery", "billingbudgets", "cloudkms", "cloudscheduler", "compute",
    "dataflow", "iam", "logging", "monitoring", "serviceusage", "storage",
  ])
  project            = var.project
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

data "google_project" "this" {
  project_id = var.project
}
