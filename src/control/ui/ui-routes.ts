import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { scriptFile, sendFile, styleFile, YEAR_SECONDS, type PageFile, type SendFile } from '../http/page-files.ts'
import { pagePolicy } from '../http/security-headers.ts'
import { sendError } from '../http/send-error.ts'

/** What `npm run generate` builds from `ui/`. */
const built = new URL('../../generated/ui/', import.meta.url)
const kinds: Readonly<Record<string, (read: PageFile['read']) => PageFile>> = { '.js': scriptFile, '.css': styleFile }

/** Serves the web UI at `/admin`: its page for every path below, and its files, whose names change with their content. */
export function addUiRoutes(app: FastifyInstance): void {
  const senders = new Map<string, SendFile>(readdirSync(new URL('assets/', built)).map((name) => [name, sendFile(fileOf(name))]))
  app.get<{ Params: { '*': string } }>('/admin/assets/*', { config: { hasSharedAnswer: true } }, async (request, reply) => {
    const send = senders.get(request.params['*'])
    return (
      send?.(request, reply) ??
      sendError(request, reply, 404, 'NOT_FOUND', 'another version of the page has this file; reload the page')
    )
  })
  const page = readFileSync(new URL('index.html', built), 'utf8') // with the files that it names, also when a newer version is unpacked
  for (const path of ['/admin', '/admin/*']) app.get(path, async (_request, reply) => sendPage(reply, page))
}

function fileOf(name: string): PageFile {
  const kind = kinds[extname(name)]
  if (kind === undefined) throw new Error(`src/generated/ui/assets/${name} is neither a script nor a style`)
  // A thread of the page has the policy of its own file.
  return { ...kind(() => readFile(new URL(`assets/${name}`, built))), maxAgeSeconds: YEAR_SECONDS, policy: pagePolicy() }
}

/** The page has a nonce of its own for the styles that its components make; scripts come from files alone. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .type('text/html; charset=utf-8')
    .header('Content-Security-Policy', pagePolicy({ 'style-src': `'self' 'nonce-${nonce}'` }))
    .send(page.replace('__NONCE__', nonce))
}
