import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** A file of a page. It is read on the first request: files are megabytes, and most processes never show a page. */
export type PageFile = {
  readonly type: string
  /** Time that browsers may keep it; 0: not at all. */
  readonly maxAgeSeconds: number
  /** Content security policy of a page; that of every answer otherwise. */
  readonly policy?: string
  readonly read: () => Promise<string | Buffer>
}

const DAY_SECONDS = 86_400
/** For a file whose name changes with its content. */
export const YEAR_SECONDS = 31_536_000

/** Bytes that all clients share: an answer that waits to be read costs no memory of its own. */
type Kept = { readonly body: Buffer; readonly etag: string }
type Held = { readonly plain: Kept; readonly gzipped: Kept }

/**
 * Serves files by their paths. Each is read and compressed once in the life of the process, so a request costs a look into a map.
 * Both forms stay in memory, some 13 MB when all have been asked for.
 */
export function addPageFiles(app: FastifyInstance, files: Readonly<Record<string, PageFile>>): void {
  for (const [path, file] of Object.entries(files)) app.get(path, { config: { hasSharedAnswer: true } }, sendFile(file))
}

export type SendFile = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Makes the handler of a file, for a route with `hasSharedAnswer`. */
export function sendFile(file: PageFile): SendFile {
  const hold = once(() => prepare(file))
  return async (request, reply) => serve(request, reply, file, await hold())
}

export function scriptFile(read: PageFile['read']): PageFile {
  return { type: 'text/javascript; charset=utf-8', maxAgeSeconds: DAY_SECONDS, read }
}

export function styleFile(read: PageFile['read']): PageFile {
  return { type: 'text/css; charset=utf-8', maxAgeSeconds: DAY_SECONDS, read }
}

function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, maxAgeSeconds, policy }: PageFile,
  { plain, gzipped }: Held,
) {
  const isGzipped = acceptsGzip(request.headers['accept-encoding'])
  const { body, etag } = isGzipped ? gzipped : plain
  void reply.headers({
    'Cache-Control': cachingOf(maxAgeSeconds),
    ETag: etag,
    // `Origin` is repeated, since this replaces the `Vary` of cross-origin.ts.
    Vary: 'Origin, Accept-Encoding',
  })
  if (policy !== undefined) void reply.header('Content-Security-Policy', policy)
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  if (isGzipped) void reply.header('Content-Encoding', 'gzip')
  return reply.type(type).send(body)
}

/** RFC 8246: a file whose name changes with its content is not asked for again, not even by a reload. */
function cachingOf(maxAgeSeconds: number): string {
  if (maxAgeSeconds === 0) return 'no-store'
  return `public, max-age=${maxAgeSeconds}${maxAgeSeconds >= YEAR_SECONDS ? ', immutable' : ''}`
}

async function prepare({ read }: PageFile): Promise<Held> {
  const plain = Buffer.from(await read())
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return {
    plain: { body: plain, etag: `"${tag}"` },
    // Other bytes have another strong tag: RFC 9110 §8.8.3.3.
    gzipped: { body: await promisify(gzip)(plain), etag: `"${tag}-gzip"` },
  }
}

/** Makes a value once for all who wait; after a failure the next call tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return async () => {
    try {
      return await (made ??= make())
    } catch (error) {
      made = undefined
      throw error
    }
  }
}

/** RFC 9110 §12.5.3, as far as one compression needs it: a weight of 0 refuses. */
function acceptsGzip(header = ''): boolean {
  const weights = new Map(
    header.split(',').map((part) => {
      const [coding = '', weight = ''] = part.split(';')
      return [coding.trim().toLowerCase(), Number(/^\s*q=([\d.]+)\s*$/i.exec(weight)?.[1] ?? 1)] as const
    }),
  )
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0
}

/** RFC 9110 §13.1.2: a proxy may have made the tag a weak one. */
function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()))
}
