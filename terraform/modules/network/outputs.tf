output "subnetwork" {
  description = "Address of the subnetwork, as Dataflow takes it."
  value       = "https://www.googleapis.com/compute/v1/${google_compute_subnetwork.workers.id}"
}
