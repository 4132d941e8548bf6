resource "google_cloud_scheduler_job" "daily" {
  project          = var.project
  region           = var.region
  name             = "${var.name}-daily"
  description      = "Launches a run from the flex template."
  schedule         = var.cron
  time_zone        = var.time_zone
  attempt_deadline = "180s"

  # A launch that was answered too late may have begun: a second run would pay twice.
  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = "https://dataflow.googleapis.com/v1b3/projects/${var.project}/locations/${var.region}/flexTemplates:launch"
    headers     = { "Content-Type" = "application/json" }
    body = base64encode(jsonencode({
      launchParameter = {
        jobName              = "${var.name}-daily"
        containerSpecGcsPath = var.template
        parameters           = var.parameters
        environment = merge({
          serviceAccountEmail = var.worker
          tempLocation        = var.temp
          subnetwork          = var.subnetwork
          ipConfiguration     = "WORKER_IP_PRIVATE"
        }, var.key == null ? {} : { kmsKeyName = var.key })
      }
    }))

    oauth_token {
      service_account_email = var.launcher
    }
  }
}
