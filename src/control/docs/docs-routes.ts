import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { asksForPage, startPage } from '../../listener/start-page.ts'
import { configOperations } from '../rest/config-operations.ts'
import { healthOperations } from '../rest/health-operations.ts'
import { metricsOperations } from '../rest/metrics-route.ts'
import { schemaOperations } from '../rest/schema-route.ts'
import { addPageFiles, scriptFile, styleFile, type PageFile } from '../http/page-files.ts'
import { pageStyle } from '../http/page-nav.ts'
import { sendError } from '../http/send-error.ts'
import { pagePolicy } from '../http/security-headers.ts'
import { addUiRoutes } from '../ui/ui-routes.ts'
import { graphqlOperations } from './graphql-operations.ts'
import { readGuide } from './guide.ts'
import { buildOpenApiDocument } from './openapi-document.ts'
import { pages } from './pages.ts'
import { redirectOperations } from './redirect-operations.ts'
import { swaggerStart } from './swagger-start.ts'

export type DocsParts = {
  readonly version: string
  readonly isReady: () => boolean
  readonly running: () => { readonly number: number } | undefined
}

/** Serves the pages for people, and what they load: all of it is open and comes from this host. */
export function addDocsRoutes(app: FastifyInstance, { version, isReady, running }: DocsParts): void {
  // On the public listener the workers answer it; this is that of `ADMIN_PORT`.
  app.get('/', async (request, reply) => {
    if (!asksForPage(request.raw)) return sendError(request, reply, 404, 'NOT_FOUND', 'players ask the public listener')
    const { status, headers, body } = startPage({ version, isReady: isReady(), revision: running()?.number, hasAdmin: true })
    return reply.status(status).headers(headers).send(body)
  })
  for (const [path, { html, policy }] of Object.entries(pages)) {
    app.get(path, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('Content-Security-Policy', policy).send(html),
    )
  }
  addPageFiles(app, files)
  addUiRoutes(app)
}

const files: Readonly<Record<string, PageFile>> = {
  '/openapi.json': { type: 'application/json; charset=utf-8', maxAgeSeconds: 0, read: async () => openApi() },
  '/docs/guide': { type: 'text/html; charset=utf-8', maxAgeSeconds: 0, policy: pagePolicy(), read: readGuide },
  '/docs/page.css': styleFile(async () => pageStyle),
  '/docs/swagger-ui.css': styleFile(() => readFile(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui.css')))),
  '/docs/swagger-ui.js': scriptFile(() => readFile(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')))),
  '/docs/start.js': scriptFile(async () => swaggerStart),
  '/redoc/redoc.js': scriptFile(readRedoc),
}

function openApi(): string {
  return JSON.stringify(
    buildOpenApiDocument({
      ...redirectOperations,
      ...healthOperations,
      ...metricsOperations,
      ...configOperations,
      ...schemaOperations,
      ...graphqlOperations,
    }),
  )
}

/** Reads the bundle as published, without the one picture that it would load from another host. */
async function readRedoc(): Promise<string> {
  const bundle = await promisify(gunzip)(await readFile(new URL('./redoc/redoc.standalone.js.gz', import.meta.url)))
  return bundle.toString('utf8').replace('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,')
}
