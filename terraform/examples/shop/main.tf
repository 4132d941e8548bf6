terraform {
  required_version = ">= 1.9"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 7.0"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 6.50, < 7.0"
    }
  }
}

variable "project" {
  type        = string
  description = "Id of the Google Cloud project."
}

variable "region" {
  type        = string
  description = "Region, such as europe-west4."
}

variable "alert_email" {
  type        = string
  description = "Who is told of failures."
}

# Budgets and quotas are charged to the project that asks, so the providers must name it.
provider "google" {
  project               = var.project
  region                = var.region
  user_project_override = true
  billing_project       = var.project
}

provider "google-beta" {
  project               = var.project
  region                = var.region
  user_project_override = true
  billing_project       = var.project
}

module "i2i" {
  source      = "../.."
  project     = var.project
  region      = var.region
  alert_email = var.alert_email
}

output "run_command" {
  description = "Starts a run on Dataflow."
  value       = module.i2i.run_command
}

output "publish_command" {
  description = "Shows an earlier run again."
  value       = module.i2i.publish_command
}

output "template_command" {
  description = "Builds the flex template."
  value       = module.i2i.template_command
}
