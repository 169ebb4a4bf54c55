import fc from 'fast-check'

/** Something an operator does; in the middle of it, or before, kill -9 of a process. */
export type Step = { readonly operation: Operation; readonly crash: 'NONE' | Crash; readonly afterMs: number }
export type Crash = 'WORKER' | 'CONTROL' | 'GROUP'

/** A mutation whose `done` has a `code` where it was refused. `$newest` is the highest number of a revision so far. */
export type Operation = {
  readonly query: string
  readonly ratio?: number
  readonly back?: number
  /** What holds once it is acknowledged; null: nothing in that place. */
  readonly override?: readonly [kind: OverrideKind, value: OverrideValue | null]
}
export type OverrideKind = 'ADMIN_STATE' | 'WEIGHT' | 'RATIO'
export type OverrideValue = string | number

/** The fields of a revision that an answer tells. */
export const revisionFields = 'number sha256 canary { state }'

const refused = '... on UserError { code }'
const updateSettings = `updateSettings(input: { ratio: $ratio }) { ${refused} }`
const publishAs = (input: string): string =>
  `publish(input: { ${input} }) { ... on PublishSuccess { revision { ${revisionFields} } } ${refused} }`

const edit = `mutation($ratio: Int) { done: ${updateSettings} }`
const editAndPublish = `mutation($ratio: Int) { ${updateSettings} done: ${publishAs('')} }`
const editAndTryOut = `mutation($ratio: Int) { ${updateSettings} done: ${publishAs('canary: { workers: 1, seconds: 1, onTooFewRequests: PROMOTE }')} }`
const publish = `mutation { done: ${publishAs('')} }`
const rollback = `mutation($back: Int!) {
  done: rollback(input: { toRevision: $back }) { ... on RollbackSuccess { revision { ${revisionFields} } } ${refused} }
}`
const endCanary = (outcome: string): Operation => ({
  query: `mutation($newest: Int!) {
    done: endCanary(input: { revision: $newest, outcome: ${outcome} }) {
      ... on EndCanarySuccess { revision { ${revisionFields} } } ${refused}
    }
  }`,
})
const setOverride = (kind: OverrideKind, value: OverrideValue): Operation => ({
  query: `mutation {
    done: setOverride(input: { kind: ${kind}${targetOf(kind)}, value: ${JSON.stringify(value)}, reason: "drawn" }) { ${refused} }
  }`,
  override: [kind, value],
})
const liftOverride = (kind: OverrideKind): Operation => ({
  query: `mutation { done: liftOverride(kind: ${kind}${targetOf(kind)}) { ${refused} } }`,
  override: [kind, null],
})
const targetOf = (kind: OverrideKind): string => (kind === 'RATIO' ? '' : ', target: "default"')

const ratio = fc.integer({ min: 0, max: 50 })
const override = fc.oneof(
  fc.constantFrom('UP', 'DRAIN', 'DOWN').map((value) => setOverride('ADMIN_STATE', value)),
  // Either end, so that every redirect tells whether it holds.
  fc.constantFrom(0, 1).map((value) => setOverride('RATIO', value)),
  fc.integer({ min: 0, max: 1_000 }).map((value) => setOverride('WEIGHT', value)),
)
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 2, arbitrary: ratio.map((value) => ({ query: edit, ratio: value })) },
  { weight: 5, arbitrary: ratio.map((value) => ({ query: editAndPublish, ratio: value })) },
  { weight: 1, arbitrary: ratio.map((value) => ({ query: editAndTryOut, ratio: value })) },
  { weight: 2, arbitrary: fc.constantFrom('PROMOTE', 'TAKE_BACK').map(endCanary) },
  { weight: 1, arbitrary: fc.constant({ query: publish }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map((back) => ({ query: rollback, back })) },
  { weight: 4, arbitrary: override },
  { weight: 2, arbitrary: fc.constantFrom('ADMIN_STATE', 'WEIGHT', 'RATIO').map(liftOverride) },
)
const crash = fc.oneof(
  { weight: 12, arbitrary: fc.constant('NONE' as const) },
  { weight: 2, arbitrary: fc.constantFrom('WORKER' as const, 'CONTROL' as const) },
  { weight: 1, arbitrary: fc.constant('GROUP' as const) },
)
const step: fc.Arbitrary<Step> = fc.record({ operation, crash, afterMs: fc.integer({ min: 0, max: 12 }) })

/** So many; the last three take the only CDN out, then kill the group, and a worker, each amid a publish. */
export function drawSteps(steps: number, seed: number): readonly Step[] {
  return [
    ...fc.sample(step, { numRuns: steps - 3, seed }),
    { operation: setOverride('ADMIN_STATE', 'DOWN'), crash: 'NONE', afterMs: 0 },
    { operation: { query: editAndPublish, ratio: 51 }, crash: 'GROUP', afterMs: 6 },
    { operation: { query: editAndPublish, ratio: 52 }, crash: 'WORKER', afterMs: 6 },
  ]
}
