import type { AdminApi } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount } from '../command.ts'
import { onOneLine } from '../terminal.ts'

/** Most revisions in one page of the API. */
const PAGE_SIZE = 100
const MAX_REVISIONS = 1_000

export const configHistory = defineCommand({
  name: 'config history',
  synopsis: '[--first N] [--json]',
  summary: 'lists the revisions, newest first',
  help: `
Shows number, time, author, message, and after a rollback the earlier revision; the live one has a star. Needs the role viewer.

  npx sluice config history --first 5
  npx sluice config history --first 1 --json
`,
  operands: { min: 0, max: 0 },
  options: {
    first: { type: 'string', value: 'N', help: `number of revisions, 1 to ${MAX_REVISIONS}; default 20` },
    json: { type: 'boolean', help: 'a JSON list; "live" is true for one entry at most' },
  },
  async run({ values, api, terminal }) {
    const revisions = await askRevisions(api, readCount('--first', values.first ?? '20', 1, MAX_REVISIONS))
    terminal.print(values.json === true ? `${JSON.stringify(revisions, null, 2)}\n` : formatRevisions(revisions))
    return cliExitCodes.done
  },
})

type Revision = {
  readonly number: number
  readonly publishedAt: string
  readonly author: string
  readonly message: string | null
  readonly rollbackOf: number | null
  readonly sha256: string
}
type Listed = Revision & { readonly live: boolean }
type Page = {
  readonly liveRevision: { readonly number: number }
  readonly revisions: {
    readonly edges: readonly { readonly node: Revision }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

const query = `query History($first: Int!, $after: String) {
  liveRevision { number }
  revisions(first: $first, after: $after) {
    edges { node { number publishedAt author message rollbackOf sha256 } }
    pageInfo { hasNextPage endCursor }
  }
}`

async function askRevisions(api: AdminApi, count: number): Promise<readonly Listed[]> {
  const listed: Revision[] = []
  let live = 0
  let after: string | null = null
  do {
    const page: Page = await api.ask<Page>(query, { first: Math.min(PAGE_SIZE, count - listed.length), after })
    live = page.liveRevision.number
    listed.push(...page.revisions.edges.map(({ node }) => node))
    after = page.revisions.pageInfo.hasNextPage ? page.revisions.pageInfo.endCursor : null
  } while (after !== null && listed.length < count)
  return listed.map((revision) => ({ ...revision, live: revision.number === live }))
}

function formatRevisions(revisions: readonly Listed[]): string {
  const authorWidth = Math.min(32, Math.max(...revisions.map(({ author }) => author.length)))
  const numberWidth = String(revisions[0]?.number ?? '').length
  return revisions
    .map(({ number, publishedAt, author, message, rollbackOf, live }) => {
      const back = rollbackOf === null ? [] : [`(the content of ${rollbackOf})`]
      const why = message === null ? [] : [onOneLine(message)]
      const who = onOneLine(author).padEnd(authorWidth)
      return `${[live ? '*' : ' ', String(number).padStart(numberWidth), publishedAt, who, ...back, ...why].join(' ').trimEnd()}\n`
    })
    .join('')
}
