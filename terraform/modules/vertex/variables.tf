variable "project" {
  type        = string
  description = "Id of the project."
}

variable "region" {
  type        = string
  description = "Region of all that has one."
}

variable "requests_per_minute" {
  type        = number
  description = "Requests a minute and base model that Vertex AI answers at most."
}
