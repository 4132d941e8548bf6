variable "project" {
  type        = string
  description = "Id of the project."
}
