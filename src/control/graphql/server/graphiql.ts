import { pageIcon } from '../../../core/page-links.ts'
import { pageNav } from '../../http/page-nav.ts'
import { scriptFile, styleFile, type PageFile } from '../../http/page-files.ts'
import { pagePolicy } from '../../http/security-headers.ts'

export const graphiqlHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  // Monaco, the editor, makes style elements and data: fonts; scripts and workers come from here alone.
  'Content-Security-Policy': pagePolicy({
    'style-src': "'self' 'unsafe-inline'",
    'worker-src': "'self'",
    'font-src': "'self' data:",
  }),
}

export const graphiqlPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sluice · GraphiQL</title>
    <link rel="icon" href="${pageIcon}" />
    <link rel="stylesheet" href="/graphql/graphiql.css" />
    <link rel="stylesheet" href="/docs/page.css" />
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript. Without it: curl -H "Authorization: Bearer $SLUICE_TOKEN" with a POST to /graphql.</noscript>
    ${pageNav}
    <div id="root"></div>
    <script src="/graphql/graphiql.js"></script>
    <script src="/graphql/start.js"></script>
  </body>
</html>
`

// The token stays in the page unless its settings say otherwise. A query in the address would make it an operation.
const startScript = `
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => '/graphql/worker-' + (label in { json: 1, graphql: 1 } ? label : 'editor') + '.js' }
const placeholder = 'PASTE_YOUR_TOKEN'
const hint = 'Paste your token under "Headers", then re-fetch the schema (the round arrows on the left).'
const send = self.fetch
self.fetch = async (url, init) =>
  JSON.stringify(init.headers).includes(placeholder) ? Response.json({ errors: [{ message: hint }] }) : send(url, init)
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  endpoint: '/graphql',
  title: 'Sluice',
  subscriptionsProtocol: 'SSE',
  shouldPersistHeaders: false,
  onEditQuery: () => undefined,
  headers: '{\\n  "Authorization": "Bearer ' + placeholder + '"\\n}',
  defaultQuery: '# Paste your token under "Headers" below,\\n# re-fetch the schema (round arrows), run this.\\nquery Overview {\\n  liveRevision {\\n    number\\n    author\\n    message\\n    config {\\n      settings {\\n        ratio\\n      }\\n      cdns {\\n        key\\n        baseUrl\\n        weight\\n      }\\n    }\\n  }\\n  workers {\\n    id\\n    state\\n    revision\\n  }\\n}\\n',
})
`

const bundle = () => import('@graphql-yoga/render-graphiql/graphiql')

/** Files of GraphiQL from yoga's offline bundle. Browsers keep them, which saves 9 MB inline in each page. */
export const graphiqlFiles: Readonly<Record<string, PageFile>> = {
  '/graphql/graphiql.js': scriptFile(async () => (await bundle()).js),
  '/graphql/graphiql.css': styleFile(async () => (await bundle()).css),
  '/graphql/start.js': scriptFile(async () => startScript),
  '/graphql/worker-editor.js': scriptFile(async () => (await bundle()).editorWorkerService),
  '/graphql/worker-json.js': scriptFile(async () => (await bundle()).jsonWorker),
  '/graphql/worker-graphql.js': scriptFile(async () => (await bundle()).graphqlWorker),
}
