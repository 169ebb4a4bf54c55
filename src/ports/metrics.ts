/** Metrics of this process, for a monitoring system. */
export type Metrics = {
  /** Media type of the text from `render`. */
  readonly contentType: string
  /** Writes all metrics as they are now. Asks no other process. */
  render(): Promise<string>
}
