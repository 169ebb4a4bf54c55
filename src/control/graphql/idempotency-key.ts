export const idempotencyKeyDescription =
  'A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. The same request sent again with it within a day makes nothing twice and is told what the first one came to; another request with it is `IDEMPOTENCY_KEY_REUSED`. One that was refused has not used its key up.'
