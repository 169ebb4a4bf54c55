import { expect } from 'vitest'
import { sha256Of } from '../../src/core/config/canonical.ts'
import { revisionFields, type Operation, type OverrideKind, type OverrideValue } from './crash-steps.ts'
import { graphql } from './http.ts'
import type { Group } from './process-group.ts'

export type RevisionTold = {
  readonly number: number
  readonly sha256: string
  readonly canary: { readonly state: 'RUNNING' | 'PROMOTED' | 'TAKEN_BACK' } | null
}
type Live = RevisionTold & { readonly config: { readonly settings: object } }
type OverrideTold = { readonly kind: OverrideKind; readonly value: OverrideValue }
type Overrides = ReadonlyMap<OverrideKind, OverrideValue>

/** What operators know holds: it was acknowledged, or seen after a crash that left it in doubt. */
export function keepAccount(first: RevisionTold) {
  /** All revisions by their numbers, which have no gaps; also those that were only ever a canary. */
  const told = new Map<number, RevisionTold>([[first.number, first]])
  let liveNumber = first.number
  /** All that may hold: what was in doubt may still come, when only the worker between died, until another step was answered. */
  let possible: readonly Overrides[] = [new Map()]
  let revisionsInDoubt = 0

  /** One that is a canary is live when it was promoted, not before. */
  const note = (revision: RevisionTold): void => {
    told.set(revision.number, revision)
    if (revision.canary === null || revision.canary.state === 'PROMOTED') liveNumber = Math.max(liveNumber, revision.number)
  }
  const see = (revision: RevisionTold): void => {
    if (!told.has(revision.number)) revisionsInDoubt -= 1
    expect([revisionsInDoubt >= 0, revision.sha256]).toEqual([true, (told.get(revision.number) ?? revision).sha256])
    note(revision)
  }
  return {
    /** The highest number so far. */
    newest: () => told.size,
    /** Undefined while that is in doubt. */
    overrides: (): Overrides | undefined => (possible.length === 1 ? possible[0] : undefined),
    /** Whether it told of a revision that was not there before. */
    acknowledge({ override }: Operation, revision: RevisionTold | undefined): boolean {
      if (override !== undefined) possible = possible.map((overrides) => after(overrides, override))
      const isNew = revision !== undefined && !told.has(revision.number)
      if (revision !== undefined) note(revision)
      return isNew
    },
    doubt({ override }: Operation): void {
      if (override === undefined) revisionsInDoubt += 1
      else possible = [...possible, ...possible.map((overrides) => after(overrides, override))]
    },
    /** Holds the group against it, and resolves to what is live. */
    async check(group: Group, isSettled: boolean): Promise<Live> {
      const [newest, ...others] = await newestOf(group)
      for (const revision of [...others.toReversed(), newest]) see(revision)
      expect(newest.number).toBe(told.size)

      const live = await liveOf(group)
      expect(live.sha256).toBe(sha256Of(withoutNulls(live.config)))
      // A canary may go live at any time until it was seen to be taken back.
      const known = told.get(live.number)
      if (known === undefined || (known.canary?.state === 'RUNNING' && live.canary?.state === 'PROMOTED')) see(live)
      expect([live.number, live.sha256]).toEqual([liveNumber, told.get(liveNumber)?.sha256])

      const held = await overridesOf(group)
      expect(possible).toContainEqual(held)
      if (isSettled) {
        possible = [held]
        revisionsInDoubt = 0
      }
      return live
    },
  }
}

/** Where every redirect must go under them; undefined: it is a matter of turns. */
export function onlyHost(overrides: Overrides = new Map()): string | undefined {
  if (['DOWN', 'DRAIN'].includes(String(overrides.get('ADMIN_STATE'))) || overrides.get('RATIO') === 1) return 's1.origin-cluster'
  return overrides.get('RATIO') === 0 ? 'cdn.example.com' : undefined
}

export async function liveOf(group: Group): Promise<Live> {
  const query = `{ liveRevision { ${revisionFields} config {
    cdns { key name baseUrl weight enabled }
    originClusters { key hostSuffix serverLabelPattern schemes ports }
    settings { ratio redirectStatus rateLimit { global { perSecond burst } } }
  } } }`
  return (await answerOf<{ liveRevision: Live }>(group, query)).liveRevision
}

/** Newest first. */
async function newestOf(group: Group): Promise<readonly [RevisionTold, ...RevisionTold[]]> {
  const { revisions } = await answerOf<{ revisions: { edges: readonly { node: RevisionTold }[] } }>(
    group,
    `{ revisions(first: 4) { edges { node { ${revisionFields} } } } }`,
  )
  return revisions.edges.map(({ node }) => node) as [RevisionTold, ...RevisionTold[]]
}

async function overridesOf(group: Group): Promise<Overrides> {
  const { overrides } = await answerOf<{ overrides: readonly OverrideTold[] }>(group, '{ overrides { kind value } }')
  return new Map(overrides.map(({ kind, value }) => [kind, value]))
}

async function answerOf<T>({ url, token }: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(url, token, query)
  if (data === undefined) throw new Error(JSON.stringify(errors))
  return data
}

function after(overrides: Overrides, [kind, value]: NonNullable<Operation['override']>): Overrides {
  const others = [...overrides].filter(([other]) => other !== kind)
  return new Map(value === null ? others : [...others, [kind, value]])
}

/** As in the document, where what is off is absent. */
function withoutNulls({ settings, ...config }: Live['config']): object {
  return { ...config, settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)) }
}
