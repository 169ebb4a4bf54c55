import { pagePolicy } from '../http/security-headers.ts'

type Page = { readonly html: string; readonly policy: string }

export const pages: Readonly<Record<string, Page>> = {
  '/docs': {
    html: page(
      '<link rel="stylesheet" href="/docs/swagger-ui.css" /><link rel="stylesheet" href="/docs/page.css" />',
      '<div id="swagger-ui"></div><script src="/docs/swagger-ui.js"></script><script src="/docs/start.js"></script>',
    ),
    policy: pagePolicy(),
  },
  '/redoc': {
    html: page(
      '<link rel="stylesheet" href="/docs/page.css" />',
      '<redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.js"></script>',
    ),
    // redoc makes style elements, and its search index lives in a worker made of a blob.
    policy: pagePolicy({ 'style-src': "'self' 'unsafe-inline'", 'worker-src': 'blob:' }),
  },
}

function page(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sluice · HTTP interface</title>
    <link rel="icon" href="data:," />
    ${head}
  </head>
  <body>
    <noscript>This page needs JavaScript. Without it: <a href="/openapi.json">/openapi.json</a></noscript>
    ${body}
  </body>
</html>
`
}
