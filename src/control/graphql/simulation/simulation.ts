import { undecidedReasons } from '../../../core/simulation/question.ts'
import type { CountryPart, KeyedPart, Simulation as Told } from '../../../core/simulation/effect.ts'
import { moveReasons, type Move } from '../../../core/simulation/moves.ts'
import type { ToldSimulation } from '../../../core/simulation/answer.ts'
import { builder } from '../builder.ts'

const SimulatedCount = builder.objectRef<Told['origin']['before']>('SimulatedCount').implement({
  description: 'Requests of one kind.',
  fields: (t) => ({
    requests: t.exposeInt('requests', { description: 'How many.' }),
    share: t.exposeFloat('share', { description: 'Fraction of all that were decided, 0 to 1; in a country of its requests.' }),
  }),
})

const SimulatedPart = builder.objectRef<Told['origin']>('SimulatedPart').implement({
  description: 'Requests of one kind before and after the change.',
  fields: (t) => ({
    before: t.expose('before', { type: SimulatedCount, description: 'As the live revision decides.' }),
    after: t.expose('after', {
      type: SimulatedCount,
      description: 'As the simulated configuration decides, under what is assumed.',
    }),
    moved: t.exposeInt('moved', { description: 'Those of either that change their target.' }),
  }),
})

const SimulatedKey = builder.objectRef<KeyedPart>('SimulatedKey').implement({
  description: 'Requests of a CDN, pool or rule before and after the change.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The key; of targets also `origin`, or the code of a refusal.' }),
    before: t.expose('before', { type: SimulatedCount, description: 'As the live revision decides.' }),
    after: t.expose('after', {
      type: SimulatedCount,
      description: 'As the simulated configuration decides, under what is assumed.',
    }),
    moved: t.exposeInt('moved', { description: 'Those of either that change their target.' }),
  }),
})

const SimulatedReason = builder.objectRef<Told['reasons'][number]>('SimulatedReason').implement({
  description: 'Requests that were decided for one reason.',
  fields: (t) => ({
    reason: t.exposeString('key', { description: '`SELECTED`, `RATIO`, `OVERRIDE` … of a redirect, or the code of a refusal.' }),
    before: t.expose('before', { type: SimulatedCount, description: 'As the live revision decides.' }),
    after: t.expose('after', {
      type: SimulatedCount,
      description: 'As the simulated configuration decides, under what is assumed.',
    }),
  }),
})

const SimulatedCountry = builder.objectRef<CountryPart>('SimulatedCountry').implement({
  description: 'Requests of clients in a country.',
  fields: (t) => ({
    country: t.exposeString('country', { nullable: true, description: 'Code of ISO 3166-1, or XK; null: unknown.' }),
    requests: t.exposeInt('requests', { description: 'How many were decided.' }),
    moved: t.exposeInt('moved', { description: 'Those that change their target.' }),
    targets: t.expose('targets', { type: [SimulatedKey], description: 'Their ten largest targets, the largest first.' }),
  }),
})

const MoveReason = builder.enumType('MoveReason', {
  description: 'Why a request changes its target: the first that holds.',
  values: valuesOf(moveReasons),
})

const SimulatedMove = builder.objectRef<Move>('SimulatedMove').implement({
  description: 'Requests that change from one target to another.',
  fields: (t) => ({
    from: t.exposeString('from', { description: 'Key of a CDN, `origin`, or the code of a refusal.' }),
    to: t.exposeString('to', { description: 'The same.' }),
    reason: t.expose('reason', { type: MoveReason, description: 'Why.' }),
    requests: t.exposeInt('requests', { description: 'How many.' }),
  }),
})

const SimulatedMoves = builder.objectRef<Told['moved']>('SimulatedMoves').implement({
  description: 'Requests that change their target.',
  fields: (t) => ({
    requests: t.exposeInt('requests', { description: 'How many.' }),
    share: t.exposeFloat('share', { description: 'Fraction of all that were decided.' }),
    netShare: t.exposeFloat('netShare', {
      description:
        'Fraction that has to move for these shares. Where members take turns more move, since turns come in another order.',
    }),
    largest: t.expose('largest', { type: [SimulatedMove], description: 'The 20 largest, the largest first.' }),
  }),
})

const UndecidedReason = builder.enumType('UndecidedReason', {
  description: 'Why nobody can tell what becomes of a recorded request.',
  values: valuesOf(undecidedReasons),
})

const UndecidedRequests = builder.objectRef<Told['undecided'][number]>('UndecidedRequests').implement({
  description: 'Recorded requests that were left out.',
  fields: (t) => ({
    reason: t.expose('reason', { type: UndecidedReason, description: 'Why.' }),
    requests: t.exposeInt('requests', { description: 'How many.' }),
  }),
})

const ConfidenceLevel = builder.enumType('ConfidenceLevel', {
  description: 'How far a sample tells about all requests.',
  values: {
    HIGH: { description: 'Within 1 percentage point.' },
    MEDIUM: { description: 'Within 3 percentage points.' },
    LOW: { description: 'Less.' },
  } as const,
})

const Confidence = builder.objectRef<Told['confidence']>('Confidence').implement({
  description: 'How far the shares may be from those of all requests, by the size of the sample alone.',
  fields: (t) => ({
    level: t.expose('level', { type: ConfidenceLevel, description: 'In a word.' }),
    marginPercent: t.exposeFloat('marginPercent', {
      description: 'Percentage points within which a share of all requests is, 19 times of 20.',
    }),
  }),
})

export const Simulation = builder.objectRef<ToldSimulation>('Simulation').implement({
  description:
    'Effect of a configuration, or of a condition of CDNs, on some traffic. Shares are fractions of the requests that could be decided.',
  fields: (t) => ({
    requests: t.exposeInt('requests', {
      description: 'Requests that were decided; of recorded ones as many as they stand for.',
    }),
    sample: t.exposeInt('sample', { description: 'Requests that were decided for that.' }),
    undecided: t.expose('undecided', {
      type: [UndecidedRequests],
      description: 'Requests that are left out of all other figures.',
    }),
    missingWorkers: t.exposeStringList('missingWorkers', {
      description: 'Ids of workers of this node whose record is left out: it did not come within 2 s.',
    }),
    confidence: t.expose('confidence', { type: Confidence, description: 'How far to trust the shares.' }),
    origin: t.expose('origin', { type: SimulatedPart, description: 'Redirects to the origin.' }),
    byCdn: t.expose('byCdn', { type: [SimulatedKey], description: 'Each CDN that gets requests, in the order of their keys.' }),
    byPool: t.expose('byPool', {
      type: [SimulatedKey],
      description: 'Each pool that chooses; `all` is that of all CDNs, for requests that no rule matches.',
    }),
    byRule: t.expose('byRule', { type: [SimulatedKey], description: 'Each rule that decides.' }),
    byCountry: t.expose('byCountry', { type: [SimulatedCountry], description: 'Each country that requests come from.' }),
    reasons: t.expose('reasons', { type: [SimulatedReason], description: 'Reasons of redirects, and codes of refusals.' }),
    moved: t.expose('moved', { type: SimulatedMoves, description: 'Requests that change their target.' }),
  }),
})

/** Values of an enum by their meanings. */
function valuesOf<Name extends string>(meanings: Readonly<Record<Name, string>>) {
  const values = Object.entries<string>(meanings).map(([name, description]) => [name, { description }])
  return Object.fromEntries(values) as Readonly<Record<Name, { readonly description: string }>>
}
