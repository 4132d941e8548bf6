resource "google_monitoring_notification_channel" "email" {
  project      = var.project
  display_name = "LLM-I2I"
  type         = "email"
  labels       = { email_address = var.email }
}

resource "google_monitoring_alert_policy" "failed" {
  project               = var.project
  display_name          = "${var.name}: a run failed"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.name]

  conditions {
    display_name = "A Dataflow job failed"
    condition_threshold {
      filter          = "resource.type = \"dataflow_job\" AND resource.labels.job_name = starts_with(\"${var.name}\") AND metric.type = \"dataflow.googleapis.com/job/is_failed\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }
}

# A run counts what it pays for the language model, in thousand-millionths of a dollar.
resource "google_monitoring_alert_policy" "spend" {
  project               = var.project
  display_name          = "${var.name}: a run spends more than ${var.run_usd} $ on the language model"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.name]

  conditions {
    display_name = "The language model's cost"
    condition_threshold {
      filter          = "resource.type = \"dataflow_job\" AND resource.labels.job_name = starts_with(\"${var.name}\") AND metric.type = \"dataflow.googleapis.com/job/user_counter\" AND metric.labels.metric_name = \"costNanos\""
      comparison      = "COMPARISON_GT"
      threshold_value = var.run_usd * 1000000000
      duration        = "0s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_MAX"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.labels.job_name"]
      }
    }
  }
}

# The words are those of the launcher when a run's tables do not become the ones that serve.
resource "google_monitoring_alert_policy" "held_back" {
  project               = var.project
  display_name          = "${var.name}: the quality gate held a run back"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.name]

  conditions {
    display_name = "A run was not published"
    condition_matched_log {
      filter = "resource.type = \"dataflow_step\" AND \"Not published, for\""
    }
  }
  alert_strategy {
    notification_rate_limit {
      period = "3600s"
    }
  }
}
