resource "google_compute_network" "workers" {
  project                 = var.project
  name                    = var.name
  auto_create_subnetworks = false
}

# Workers have no external address; Google's interfaces are reached privately.
resource "google_compute_subnetwork" "workers" {
  project                  = var.project
  name                     = var.name
  region                   = var.region
  network                  = google_compute_network.workers.id
  ip_cidr_range            = var.range
  private_ip_google_access = true
}

# Dataflow tags its machines "dataflow"; they shuffle among themselves on these ports.
resource "google_compute_firewall" "shuffle" {
  project     = var.project
  name        = "${var.name}-shuffle"
  network     = google_compute_network.workers.id
  direction   = "INGRESS"
  source_tags = ["dataflow"]
  target_tags = ["dataflow"]

  allow {
    protocol = "tcp"
    ports    = ["12345-12346"]
  }
}
