# The run's own --llmRequestsPerMinute is the pace; this is a second wall, for all that the project sends.
resource "google_service_usage_consumer_quota_override" "requests" {
  provider       = google-beta
  project        = var.project
  service        = "aiplatform.googleapis.com"
  metric         = urlencode("aiplatform.googleapis.com/generate_content_requests_per_minute_per_project_per_base_model")
  limit          = urlencode("/min/project/region/base_model")
  override_value = tostring(var.requests_per_minute)
  dimensions     = { region = var.region }
  force          = true
}
