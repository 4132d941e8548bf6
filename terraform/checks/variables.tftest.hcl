variables {
  project     = "my-project"
  region      = "europe-west4"
  alert_email = "ops@example.org"
}

run "the_least_that_is_needed" {
  command = plan
}

run "all_there_is" {
  command = plan
  variables {
    vertex_requests_per_minute = 600
    budget                     = { billing_account = "012345-6789AB-CDEF01", monthly_usd = 500 }
    schedule = {
      template   = "gs://my-bucket/template.json"
      parameters = { interactions = "gs://my-bucket/log.avro", items = "gs://my-bucket/items.avro" }
    }
  }
}

run "what_is_out_of_range" {
  command = plan
  variables {
    project                    = "My Project"
    region                     = "europe-west4-a"
    name                       = "i2i-"
    run_days                   = 1
    temp_days                  = 0.5
    subnet_range               = "10.0.0.0/29"
    vertex_requests_per_minute = 0
    alert_email                = "nobody"
    run_usd                    = 0
    budget                     = { billing_account = "mine", monthly_usd = 500 }
    schedule                   = { template = "template.json", parameters = { interactions = "a", items = "b" } }
  }
  expect_failures = [
    var.project, var.region, var.name, var.run_days, var.temp_days, var.subnet_range,
    var.vertex_requests_per_minute, var.alert_email, var.run_usd, var.budget, var.schedule,
  ]
}

run "a_schedule_without_items" {
  command = plan
  variables {
    schedule = { template = "gs://my-bucket/template.json", parameters = { interactions = "a" } }
  }
  expect_failures = [var.schedule]
}

run "a_cron_of_four_fields" {
  command = plan
  variables {
    schedule = { cron = "0 2 * *", template = "gs://b/t.json", parameters = { interactions = "a", items = "b" } }
  }
  expect_failures = [var.schedule]
}
