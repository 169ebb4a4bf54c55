import type { AdminApi } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount } from '../command.ts'
import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { formatTable } from '../table.ts'

/** Most revisions in one page of the API. */
const PAGE_SIZE = 100
const MAX_REVISIONS = 1_000

const revision = z.strictObject({
  number: z.int(),
  publishedAt: z.string(),
  author: z.string(),
  message: z.string().nullable(),
  rollbackOf: z.int().nullable(),
  sha256: z.string(),
})

export const configHistory = defineCommand({
  name: 'config history',
  synopsis: '[--first N]',
  summary: 'lists the revisions, newest first',
  help: `
Shows number, time, author, message, and after a rollback the earlier revision; the live one has a star. Needs the role viewer.

  npx sluice config history --first 5
  npx sluice config history --first 1 --json
`,
  operands: { min: 0, max: 0 },
  options: {
    first: { type: 'string', value: 'N', help: `number of revisions, 1 to ${MAX_REVISIONS}; default 20` },
  },
  shape: z.array(revision.extend({ live: z.boolean() })),
  async run({ values, api, show }) {
    show(await askRevisions(api, readCount('--first', values.first ?? '20', 1, MAX_REVISIONS)), formatRevisions)
    return cliExitCodes.done
  },
})

type Revision = z.infer<typeof revision>
/** A revision; `live` is true for one at most. */
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
    edges { node ${selectionOf(revision)} }
    pageInfo { hasNextPage endCursor }
  }
}`

async function askRevisions(api: AdminApi, count: number): Promise<Listed[]> {
  const listed: Revision[] = []
  let live = 0
  let after: string | null = null
  do {
    const page: Page = await api.ask<Page>(query, { first: Math.min(PAGE_SIZE, count - listed.length), after })
    live = page.liveRevision.number
    listed.push(...page.revisions.edges.map(({ node }) => node))
    after = page.revisions.pageInfo.hasNextPage ? page.revisions.pageInfo.endCursor : null
  } while (after !== null && listed.length < count)
  return listed.map((each) => ({ ...each, live: each.number === live }))
}

function formatRevisions(revisions: readonly Listed[]): string {
  const rows = revisions.map(({ number, publishedAt, author, message, rollbackOf, live }) => {
    const back = rollbackOf === null ? [] : [`(the content of ${rollbackOf})`]
    return [live ? '*' : '', number, publishedAt, author, [...back, message ?? ''].join(' ')]
  })
  return formatTable(['', 'REVISION', 'PUBLISHED', 'AUTHOR', 'MESSAGE'], rows)
}
