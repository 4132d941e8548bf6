variable "project" {
  type        = string
  description = "Id of the project."
}

variable "name" {
  type        = string
  description = "First part of the name of all that is made."
}

variable "email" {
  type        = string
  description = "Who is told."
}

variable "run_usd" {
  type        = number
  description = "US dollars for the language model above which a single run is told of."
}
