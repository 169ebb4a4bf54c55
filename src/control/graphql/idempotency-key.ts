export const idempotencyKeyDescription =
  'A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. Sent again with this key within a day, the same request makes nothing twice and gets the outcome of the first. Another request with this key is `IDEMPOTENCY_KEY_REUSED`. A refused request leaves its key free.'
