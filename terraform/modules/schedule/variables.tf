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

variable "launcher" {
  type        = string
  description = "Address of the service account that launches."
}

variable "worker" {
  type        = string
  description = "Address of the service account that the job runs as."
}

variable "subnetwork" {
  type        = string
  description = "Address of the workers' subnetwork."
}

variable "template" {
  type        = string
  description = "The template's file, gs://..."
}

variable "cron" {
  type        = string
  description = "When, as five fields of cron."
}

variable "time_zone" {
  type        = string
  description = "The time zone of cron."
}

variable "temp" {
  type        = string
  description = "Folder of temporary files, gs://..."
}

variable "parameters" {
  type        = map(string)
  description = "Options of ./i2i run, with output."
}
