/** Policy by which the health of a CDN is checked. All fields are filled in; seconds are whole. */
export type HealthCheck = {
  /** Path and query of a real object or playlist, asked for behind the base URL. */
  readonly path: string
  readonly method: 'GET' | 'HEAD'
  /** Statuses that pass; empty: 200 to 299. */
  readonly expectStatus: readonly number[]
  /** Text that the first 64 KiB of the body contain; null: any body. */
  readonly expectBody: string | null
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  /** Failures in a row that take the CDN out. */
  readonly fall: number
  /** Passes in a row that bring it back. */
  readonly rise: number
  /** Time in which the weight climbs to its full value after the CDN came back; 0: at once. */
  readonly slowStartSeconds: number
  /** Whether loopback, link-local, private and metadata addresses may be asked. */
  readonly internal: boolean
}
