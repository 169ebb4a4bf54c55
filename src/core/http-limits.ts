/** Limits of both HTTP listeners, as options of node:http: a head within 10 s, a whole request within 30 s, heads up to 16 KiB. */
export const httpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
  // `findHeadFault` checks it, so that the answer has the form of all others.
  requireHostHeader: false,
} as const

/** Longest standstill of a connection while an answer is due, for example when its client stopped reading. Pings are 12 s apart. */
export const STALLED_MS = 30_000

/** Longest silence on a connection of a listener. A body that stops is answered before, with 408. */
export const IDLE_MS = httpLimits.requestTimeout + 2 * httpLimits.connectionsCheckingInterval

/** Longest time until the control process begins an answer: a publish waits up to 25 s for workers, an operation up to 5 s. */
export const ANSWER_MS = 35_000

/** Longest time that a draining process takes to end. */
export const DRAIN_MS = 5_000
