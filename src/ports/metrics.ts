/** What a monitoring system is told when it asks. */
export type Metrics = {
  /** The media type of what `render` gives. */
  readonly contentType: string
  /** All metrics as they are now. Asks nobody outside this process. */
  render(): Promise<string>
}
