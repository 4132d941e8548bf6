variable "project" {
  type        = string
  description = "Id of the Google Cloud project, which must be there and have billing."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project: 6 to 30 lower-case letters, digits and hyphens, a letter first, got \"${var.project}\"."
  }
}

variable "region" {
  type        = string
  description = "Region of everything that has one, such as europe-west4."
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region: a region such as europe-west4 is needed (no zone, no multi-region), got \"${var.region}\"."
  }
}

variable "name" {
  type        = string
  default     = "llm-i2i"
  description = "First part of the name of all that is made, so that two environments fit in a project."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name: 3 to 20 lower-case letters, digits and hyphens, a letter first, got \"${var.name}\"."
  }
}

variable "run_days" {
  type        = number
  default     = 90
  description = "Days after which a run's rows expire. The ledger of exchanges never does: it was paid for."
  validation {
    condition     = var.run_days >= 7 && var.run_days <= 3650 && floor(var.run_days) == var.run_days
    error_message = "run_days: a whole number from 7 to 3650, got ${var.run_days}."
  }
}

variable "temp_days" {
  type        = number
  default     = 7
  description = "Days after which the bucket's temporary files are deleted; more than the longest run takes."
  validation {
    condition     = var.temp_days >= 1 && var.temp_days <= 365 && floor(var.temp_days) == var.temp_days
    error_message = "temp_days: a whole number from 1 to 365, got ${var.temp_days}."
  }
}

variable "customer_managed_key" {
  type        = bool
  default     = false
  description = "Whether bucket, dataset and images are encrypted by a key of the project's own. Cannot be changed later."
}

variable "subnet_range" {
  type        = string
  default     = "10.128.0.0/22"
  description = "IPv4 range of the workers' subnet; each worker takes one address."
  validation {
    condition     = can(cidrnetmask(var.subnet_range)) && try(tonumber(split("/", var.subnet_range)[1]) <= 28, false)
    error_message = "subnet_range: an IPv4 range of /28 or larger is needed, got \"${var.subnet_range}\"."
  }
}

variable "vertex_requests_per_minute" {
  type        = number
  default     = null
  description = "Lowers Vertex AI's quota to that many requests a minute and base model; null leaves the quota as it is."
  validation {
    condition     = var.vertex_requests_per_minute == null || try(var.vertex_requests_per_minute >= 1, false)
    error_message = "vertex_requests_per_minute: at least 1, or null."
  }
}

variable "schedule" {
  type = object({
    cron       = optional(string, "0 2 * * *")
    time_zone  = optional(string, "Etc/UTC")
    template   = string
    parameters = map(string)
  })
  default     = null
  description = "Launches the flex template (its spec's gs:// path) with the options of ./i2i run; null for no schedule."
  validation {
    condition     = var.schedule == null || can(regex("^gs://[^/]+/.+", var.schedule.template))
    error_message = "schedule.template: a path that begins with gs:// is needed."
  }
  validation {
    condition     = var.schedule == null || can(regex("^(\\S+ ){4}\\S+$", var.schedule.cron))
    error_message = "schedule.cron: five fields are needed, such as \"0 2 * * *\"."
  }
  validation {
    condition     = var.schedule == null || try(alltrue([for name in ["interactions", "items"] : contains(keys(var.schedule.parameters), name)]), false)
    error_message = "schedule.parameters: interactions and items are needed."
  }
}

variable "alert_email" {
  type        = string
  description = "Who is told of a failed run, a closed quality gate and spend."
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email))
    error_message = "alert_email: an address is needed, got \"${var.alert_email}\"."
  }
}

variable "run_usd" {
  type        = number
  default     = 50
  description = "US dollars for the language model above which a single run is told of; the run's own --maxCost is what stops it."
  validation {
    condition     = var.run_usd > 0
    error_message = "run_usd: must be above 0, got ${var.run_usd}."
  }
}

variable "budget" {
  type = object({
    billing_account = string
    monthly_usd     = number
  })
  default     = null
  description = "A monthly budget of the project; it tells, and does not stop anything. null for none."
  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "budget.billing_account: an id such as 012345-6789AB-CDEF01 is needed."
  }
  validation {
    condition     = var.budget == null || try(var.budget.monthly_usd >= 1 && floor(var.budget.monthly_usd) == var.budget.monthly_usd, false)
    error_message = "budget.monthly_usd: a whole number of at least 1 is needed."
  }
}
