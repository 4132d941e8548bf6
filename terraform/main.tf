# Who takes the project from the services waits until they are there.
module "services" {
  source  = "./modules/services"
  project = var.project
}

module "encryption" {
  source  = "./modules/encryption"
  count   = var.customer_managed_key ? 1 : 0
  project = module.services.project
  number  = module.services.number
  name    = var.name
  region  = var.region
}

locals {
  key = one(module.encryption[*].key)
}

module "network" {
  source  = "./modules/network"
  project = module.services.project
  name    = var.name
  region  = var.region
  range   = var.subnet_range
}

module "storage" {
  source    = "./modules/storage"
  project   = module.services.project
  name      = var.name
  region    = var.region
  key       = local.key
  temp_days = var.temp_days
}

module "registry" {
  source  = "./modules/registry"
  project = module.services.project
  name    = var.name
  region  = var.region
  key     = local.key
}

module "tables" {
  source   = "./modules/tables"
  project  = module.services.project
  name     = var.name
  region   = var.region
  key      = local.key
  run_days = var.run_days
}

module "accounts" {
  source     = "./modules/accounts"
  project    = module.services.project
  name       = var.name
  region     = var.region
  dataset    = module.tables.dataset
  bucket     = module.storage.bucket
  repository = module.registry.repository
}

module "vertex" {
  source              = "./modules/vertex"
  count               = var.vertex_requests_per_minute == null ? 0 : 1
  project             = module.services.project
  region              = var.region
  requests_per_minute = var.vertex_requests_per_minute
}

module "schedule" {
  source     = "./modules/schedule"
  count      = var.schedule == null ? 0 : 1
  project    = module.services.project
  name       = var.name
  region     = var.region
  key        = local.key
  launcher   = module.accounts.launcher
  worker     = module.accounts.worker
  subnetwork = module.network.subnetwork
  temp       = module.storage.temp
  template   = var.schedule.template
  cron       = var.schedule.cron
  time_zone  = var.schedule.time_zone
  parameters = merge({ output = module.tables.output }, var.schedule.parameters)
}

module "alerts" {
  source  = "./modules/alerts"
  project = module.services.project
  name    = var.name
  email   = var.alert_email
  run_usd = var.run_usd
}

module "budget" {
  source          = "./modules/budget"
  count           = var.budget == null ? 0 : 1
  name            = var.name
  number          = module.services.number
  billing_account = var.budget.billing_account
  monthly_usd     = var.budget.monthly_usd
  channel         = module.alerts.channel
}
