output "key" {
  description = "Id of the key, once Google's agents may encrypt by it."
  value       = google_kms_crypto_key.data.id
  depends_on  = [google_kms_crypto_key_iam_member.agents]
}
