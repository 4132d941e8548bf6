# The modules are shells here: an output is its own name in angle brackets.

variables {
  project     = "my-project"
  region      = "europe-west4"
  alert_email = "ops@example.org"
}

run "the_least_that_is_needed" {
  command = plan

  assert {
    condition = output.run_command == join(" ", [
      "./i2i run --runner=DataflowRunner --jobName=llm-i2i-run --project=my-project --region=europe-west4",
      "--tempLocation=<temp> --serviceAccount=<worker> --subnetwork=<subnetwork> --usePublicIps=false",
      "--interactions=<log> --items=<catalogue> --output=<output>",
      "--llm=vertex --llmModel=gemini-2.5-flash-lite --llmProject=my-project --llmRegion=europe-west4 --maxCost=25",
    ])
    error_message = output.run_command
  }
  assert {
    condition     = output.publish_command == "./i2i publish --output=<output> --run=<run_id>"
    error_message = output.publish_command
  }
  assert {
    condition     = output.template_command == "templates/build --image=<images>/run:1 --template=gs://<bucket>/templates/run.json"
    error_message = output.template_command
  }
}

run "all_there_is" {
  command = plan
  variables {
    customer_managed_key       = true
    vertex_requests_per_minute = 600
    budget                     = { billing_account = "012345-6789AB-CDEF01", monthly_usd = 500 }
    schedule = {
      template   = "gs://my-bucket/template.json"
      parameters = { interactions = "gs://my-bucket/log.avro", items = "gs://my-bucket/items.avro" }
    }
  }

  assert {
    condition     = endswith(output.run_command, " --dataflowKmsKey=<key>")
    error_message = output.run_command
  }
}
