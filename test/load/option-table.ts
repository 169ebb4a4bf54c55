export type Range = { readonly least: number; readonly most: number }
/** By the option: what is allowed, what it means. */
export const numbers: Readonly<Record<string, Range & { readonly meaning: string }>> = {
  seconds: { least: 1, most: 86_400, meaning: 'how long it lasts' },
  minutes: { least: 1, most: 1_440, meaning: 'the same in minutes' },
  rate: { least: 0, most: 50_000, meaning: 'redirects a second, sent when they are due' },
  connections: { least: 1, most: 5_000, meaning: 'connections for them' },
  'publishes-per-second': { least: 0, most: 1_000, meaning: 'with receipts of the workers' },
  publishers: { least: 1, most: 100, meaning: 'publishes under way at once' },
  'overrides-per-second': { least: 0, most: 3, meaning: 'a CDN taken out, and put back' },
  'audit-reads-per-second': { least: 0, most: 1_000, meaning: 'pages of the audit trail' },
  dashboards: { least: 0, most: 2_000, meaning: 'subscribers, half WebSocket, half SSE' },
  'max-errors': { least: 0, most: 1_000_000_000, meaning: 'threshold: errors of any kind (0)' },
  workers: { least: 1, most: 64, meaning: 'redirect workers of the group that is started (1)' },
}
export const texts: Readonly<Record<string, string>> = {
  url: 'a group that runs already, instead of one of its own in a temporary folder',
  'admin-url': 'its ADMIN_PORT, where that is set',
  'token-file': 'file with a token for it; else SLUICE_TOKEN',
  'max-p99-ms': 'threshold: p99 of the redirects, or KIND=N of another kind; may be given again',
  report: 'HTML report (load-report-SCENARIO.html)',
  json: 'the same as JSON, with every second',
}
export const flags: Readonly<Record<string, string>> = {
  'allow-changes': 'publish and override on the group of --url, too',
  help: 'this text, or that of a scenario',
}
