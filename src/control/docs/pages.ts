/** For pages and files alike: nothing here is more than it says, and no address of it goes elsewhere. */
export const securityHeaders = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }

/** Scripts come from here alone. redoc makes style elements, and its search index lives in a worker made of a blob. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'worker-src blob:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const pages: Readonly<Record<string, string>> = {
  '/docs': page(
    '<link rel="stylesheet" href="/docs/swagger-ui.css" />',
    '<div id="swagger-ui"></div><script src="/docs/swagger-ui.js"></script><script src="/docs/start.js"></script>',
  ),
  '/redoc': page('', '<redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.js"></script>'),
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
  <body style="margin: 0">
    <noscript>This page needs JavaScript. Without it: <a href="/openapi.json">/openapi.json</a></noscript>
    ${body}
  </body>
</html>
`
}
