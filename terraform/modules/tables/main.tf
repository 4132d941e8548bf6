locals {
  # The product writes a run's rows under its name. A record that does not carry it gets the column here.
  run_id = [{ name = "run_id", type = "STRING", mode = "REQUIRED", description = "The run that wrote the row." }]

  # Partitioned by the day of the load where "day" is null: an event's day would need more partitions than a load may touch.
  tables = {
    interactions   = { record = "interactions", day = null, clustered = ["run_id", "item_id"], expires = true }
    items          = { record = "items", day = null, clustered = ["run_id", "item_id"], expires = true }
    neighbors      = { record = "neighbors", day = null, clustered = ["run_id", "item_id"], expires = true }
    neighbors_base = { record = "neighbors", day = null, clustered = ["run_id", "item_id"], expires = true }
    rejected       = { record = "rejected", day = "occurred_at", clustered = ["run_id", "stage", "reason"], expires = true }
    metrics        = { record = "metrics", day = null, clustered = ["run_id", "metric"], expires = false }
    runs           = { record = "runs", day = "started_at", clustered = ["run_id"], expires = false }
    exchanges      = { record = "exchanges", day = "created_at", clustered = ["exchange_id"], expires = false }
  }
  columns = { for name, table in local.tables : name => jsondecode(file("${path.module}/schemas/${table.record}.json")) }
}

resource "google_bigquery_dataset" "tables" {
  project     = var.project
  dataset_id  = replace(var.name, "-", "_")
  location    = var.region
  description = "Refined logs, item-to-item tables and the ledger of LLM-I2I."

  dynamic "default_encryption_configuration" {
    for_each = var.key[*]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }
}

resource "google_bigquery_table" "of" {
  for_each            = local.tables
  project             = var.project
  dataset_id          = google_bigquery_dataset.tables.dataset_id
  table_id            = each.key
  deletion_protection = true
  clustering          = each.value.clustered
  schema = jsonencode(concat(
    local.columns[each.key],
    contains(each.value.clustered, "run_id") && !contains(local.columns[each.key][*].name, "run_id") ? local.run_id : [],
  ))

  time_partitioning {
    type          = "DAY"
    field         = each.value.day
    expiration_ms = each.value.expires ? var.run_days * 86400000 : null
  }
}

resource "google_bigquery_table" "view" {
  project             = var.project
  dataset_id          = google_bigquery_dataset.tables.dataset_id
  table_id            = "i2i"
  description         = "The item-to-item table that serves; empty until a run is published."
  deletion_protection = true

  view {
    query          = "SELECT item_id, neighbor_id, rank, score, support, similarity, run_id FROM `${var.project}.${google_bigquery_dataset.tables.dataset_id}.${google_bigquery_table.of["neighbors"].table_id}` WHERE FALSE"
    use_legacy_sql = false
  }

  # A run whose quality gate holds points the view at itself.
  lifecycle {
    ignore_changes = [view, description, schema]
  }
}
