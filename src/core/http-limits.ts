/** The limits of both HTTP listeners, as node:http takes them. A head within 10 s, a body within 30 s, heads of 16 KiB. */
export const httpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
  // Ours to answer, in our form: see `findHeadFault`.
  requireHostHeader: false,
} as const

/** How long nothing may move on a connection that is owed an answer, such as one whose client does not read. Pings are 12 s apart. */
export const STALLED_MS = 30_000

/** How long the control process may take to begin an answer: a publish waits 25 s for its workers at most, an operation takes 5 s. */
export const ANSWER_MS = 35_000

/** How long a drained process may take to leave. */
export const DRAIN_MS = 5_000
