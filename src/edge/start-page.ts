import type { IncomingMessage } from 'node:http'
import type { Answer } from '../listener/answer.ts'

export type NodeFacts = {
  readonly version: string
  readonly isReady: boolean
  /** Number of the revision that is run; undefined before the first. */
  readonly revision: number | undefined
  /** Whether the admin API is on this listener. */
  readonly hasAdmin: boolean
}

/** Whether a person asks from a browser, who typed the address of the service and no video. Players never ask so. */
export function asksForPage({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  return url === '/' && headers.accept?.includes('text/html') === true
}

/** A page for people: what runs here, and where everything else is. Nothing of it is loaded, but for the icon in it. */
export function startPage(facts: NodeFacts): Answer {
  const body = pageOf(facts)
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept',
  }
  return { status: 200, headers, body }
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Cpath d='M0 3h5v2H0zM5 1h3v2H5zM5 5h3v2H5z' fill='%2307c'/%3E%3C/svg%3E"

const adminLinks = [
  ['/graphql', 'GraphiQL: the GraphQL API by hand'],
  ['/docs', 'the REST API, to try out'],
  ['/redoc', 'the REST API, to read'],
  ['/metrics', 'metrics for Prometheus'],
] as const

function pageOf({ version, isReady, revision, hasAdmin }: NodeFacts): string {
  const links = [['/health', 'health'], ...(hasAdmin ? adminLinks : [])].map(
    ([path, what]) => `<li><a href="${path}">${path}</a>: ${what}</li>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sluice</title>
<link rel="icon" href="${icon}">
<h1>Sluice ${version}</h1>
<p>This node is ${isReady ? 'ready' : 'not ready'} and runs ${revision === undefined ? 'no revision yet' : `revision ${revision}`}.</p>
<p>Players ask <code>GET /?video=URL</code>.</p>
<ul>
${links.join('\n')}
</ul>
</html>
`
}
