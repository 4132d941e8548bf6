variable "project" {
  type        = string
  description = "Id of the project."
}

variable "name" {
  type        = string
  description = "First part of the name of all that is made."
}

variable "region" {
  type        = string
  description = "Region of all that has one."
}

variable "key" {
  type        = string
  default     = null
  description = "Id of the key that encrypts the data; null for Google's own."
}

variable "run_days" {
  type        = number
  description = "Days after which a run's rows expire."
}
