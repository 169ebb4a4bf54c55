import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'
import { pageIcon, pageLinks } from '../core/page-links.ts'

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

function pageOf({ version, isReady, revision, hasAdmin }: NodeFacts): string {
  const links = pageLinks
    .filter(([path]) => hasAdmin || path === '/health')
    .map(([path, name, means]) => `<li><a href="${path}">${name}</a>: ${means}</li>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sluice</title>
<link rel="icon" href="${pageIcon}">
<h1>Sluice ${version}</h1>
<p>This node is ${isReady ? 'ready' : 'not ready'} and runs ${revision === undefined ? 'no revision yet' : `revision ${revision}`}.</p>
<p>Players ask <code>GET /?video=URL</code>.</p>
<ul>
${links.join('\n')}
</ul>
</html>
`
}
