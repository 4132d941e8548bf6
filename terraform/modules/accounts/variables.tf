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

variable "dataset" {
  type        = string
  description = "Id of the dataset that workers write to."
}

variable "bucket" {
  type        = string
  description = "Name of the bucket that they read and write."
}

variable "repository" {
  type        = string
  description = "Id of the repository that the template's image is pulled from."
}
