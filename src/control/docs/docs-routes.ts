import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { configOperations } from '../rest/config-operations.ts'
import { healthOperations } from '../rest/health-operations.ts'
import { metricsOperations } from '../rest/metrics-route.ts'
import { schemaOperations } from '../rest/schema-route.ts'
import { addPageFiles, scriptFile, styleFile, type PageFile } from '../http/page-files.ts'
import { graphqlOperations } from './graphql-operations.ts'
import { buildOpenApiDocument } from './openapi-document.ts'
import { pages } from './pages.ts'
import { redirectOperations } from './redirect-operations.ts'

/** Serves the HTTP interface as a document and as two pages that show it. They are open and load nothing from other hosts. */
export function addDocsRoutes(app: FastifyInstance): void {
  for (const [path, { html, policy }] of Object.entries(pages)) {
    app.get(path, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('Content-Security-Policy', policy).send(html),
    )
  }
  addPageFiles(app, files)
}

const startSwaggerUi = `
if (matchMedia('(prefers-color-scheme: dark)').matches) document.documentElement.classList.add('dark-mode')
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  // The browser would follow a redirect by itself, to a host that this page may not reach.
  plugins: [{ statePlugins: { spec: { wrapSelectors: { allowTryItOutFor: () => (_state, path) => path !== '/' } } } }],
})
`

const files: Readonly<Record<string, PageFile>> = {
  '/openapi.json': { type: 'application/json; charset=utf-8', maxAgeSeconds: 0, read: async () => openApi() },
  '/docs/page.css': styleFile(async () => 'body { margin: 0 }'),
  '/docs/swagger-ui.css': styleFile(() => readFile(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui.css')))),
  '/docs/swagger-ui.js': scriptFile(() => readFile(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')))),
  '/docs/start.js': scriptFile(async () => startSwaggerUi),
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
