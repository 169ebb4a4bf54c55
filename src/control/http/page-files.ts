import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** A file of a page. It is read when a browser asks first: they are megabytes, and most processes never show a page. */
export type PageFile = {
  readonly type: string
  /** How long browsers may keep it, in seconds; 0: not at all. */
  readonly maxAgeSeconds: number
  readonly read: () => Promise<string | Buffer>
}

const DAY_SECONDS = 86_400

/** The same bytes for every client: an answer that waits to be read refers to them, and costs no memory of its own. */
type Kept = { readonly body: Buffer; readonly etag: string }
type Held = { readonly plain: Kept; readonly gzipped: Kept }

/**
 * Serves these files by their paths. Each is read and compressed once for the life of the process, so a request for one costs a
 * look into a map; both forms stay in memory, some 13 MB when all have been asked for.
 */
export function addPageFiles(app: FastifyInstance, files: Readonly<Record<string, PageFile>>): void {
  for (const [path, file] of Object.entries(files)) {
    const hold = once(() => prepare(file))
    app.get(path, { config: { hasSharedAnswer: true } }, async (request, reply) => serve(request, reply, file, await hold()))
  }
}

export function scriptFile(read: PageFile['read']): PageFile {
  return { type: 'text/javascript; charset=utf-8', maxAgeSeconds: DAY_SECONDS, read }
}

export function styleFile(read: PageFile['read']): PageFile {
  return { type: 'text/css; charset=utf-8', maxAgeSeconds: DAY_SECONDS, read }
}

function serve(request: FastifyRequest, reply: FastifyReply, { type, maxAgeSeconds }: PageFile, { plain, gzipped }: Held) {
  const isGzipped = acceptsGzip(request.headers['accept-encoding'])
  const { body, etag } = isGzipped ? gzipped : plain
  void reply.headers({
    'Cache-Control': maxAgeSeconds === 0 ? 'no-store' : `public, max-age=${maxAgeSeconds}`,
    ETag: etag,
    // What it depends on by its origin was said before.
    Vary: 'Origin, Accept-Encoding',
  })
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  if (isGzipped) void reply.header('Content-Encoding', 'gzip')
  return reply.type(type).send(body)
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

/** What all wait for together, and nobody a second time; one that failed is tried again. */
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
