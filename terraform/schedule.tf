resource "google_cloud_scheduler_job" "daily" {
  count            = var.schedule == null ? 0 : 1
  project          = var.project
  region           = var.region
  name             = "${var.name}-daily"
  description      = "Launches a run from the flex template."
  schedule         = var.schedule.cron
  time_zone        = var.schedule.time_zone
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
        containerSpecGcsPath = var.schedule.template
        parameters           = merge({ output = local.output }, var.schedule.parameters)
        environment = merge({
          serviceAccountEmail = google_service_account.worker.email
          tempLocation        = local.temp
          subnetwork          = local.subnetwork
          ipConfiguration     = "WORKER_IP_PRIVATE"
        }, var.customer_managed_key ? { kmsKeyName = local.key } : {})
      }
    }))

    oauth_token {
      service_account_email = google_service_account.launcher.email
    }
  }

  depends_on = [google_project_service.used]
}
