import { readFile } from 'node:fs/promises'
import { pageNav } from '../http/page-nav.ts'
import { htmlPage } from './pages.ts'

/** Pages of the guide that the first one, `docs/api.md`, links to. */
const LINK = /\[([^\]]*)\]\(api\/([a-z-]+)\.md\)/g

/** Reads the API guide as one page: its Markdown as it is, which reads well as text, with links from the first page to the others. */
export async function readGuide(): Promise<string> {
  const first = await readDocument('api.md')
  const names = [...first.matchAll(LINK)].map(([, , name = '']) => name)
  const others = await Promise.all(names.map(async (name) => [name, await readDocument(`api/${name}.md`)] as const))
  const linked = escape(first).replaceAll(LINK, '<a href="#$2">$1</a>')
  const sections = others.map(([name, text]) => `<pre id="${name}">${escape(text)}</pre>`)
  return htmlPage(
    'Guide',
    '<link rel="stylesheet" href="/docs/page.css" />',
    [pageNav, `<pre>${linked}</pre>`, ...sections].join('\n'),
  )
}

function readDocument(path: string): Promise<string> {
  return readFile(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
