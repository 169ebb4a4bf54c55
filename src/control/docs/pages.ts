import { pageIcon } from '../../core/page-links.ts'
import { pageNav } from '../http/page-nav.ts'
import { pagePolicy } from '../http/security-headers.ts'

type Page = { readonly html: string; readonly policy: string }

const needsScript = '<noscript>This page needs JavaScript. Without it: <a href="/openapi.json">/openapi.json</a></noscript>'
const style = '<link rel="stylesheet" href="/docs/page.css" />'

export const pages: Readonly<Record<string, Page>> = {
  '/docs': {
    html: htmlPage(
      'HTTP interface',
      `<link rel="stylesheet" href="/docs/swagger-ui.css" />${style}`,
      `${needsScript}${pageNav}<div id="swagger-ui"></div><script src="/docs/swagger-ui.js"></script><script src="/docs/start.js"></script>`,
    ),
    policy: pagePolicy(),
  },
  '/redoc': {
    html: htmlPage(
      'HTTP interface',
      style,
      `${needsScript}${pageNav}<redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.js"></script>`,
    ),
    // redoc makes style elements, and its search index lives in a worker made of a blob.
    policy: pagePolicy({ 'style-src': "'self' 'unsafe-inline'", 'worker-src': 'blob:' }),
  },
}

export function htmlPage(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sluice · ${title}</title>
    <link rel="icon" href="${pageIcon}" />
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`
}
