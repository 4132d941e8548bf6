variable "name" {
  type        = string
  description = "First part of the name of all that is made."
}

variable "number" {
  type        = string
  description = "The project's number."
}

variable "billing_account" {
  type        = string
  description = "Id of the billing account."
}

variable "monthly_usd" {
  type        = number
  description = "US dollars a month."
}

variable "channel" {
  type        = string
  description = "Id of the notification channel of who is told."
}
