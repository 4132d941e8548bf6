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

variable "number" {
  type        = string
  description = "The project's number."
}
