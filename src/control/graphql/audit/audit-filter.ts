import { z } from 'zod'
import type { AuditEvent, Prisma } from '../../../generated/prisma/client.ts'
import { Role } from '../access/role.ts'
import { builder } from '../builder.ts'

export const AuditOutcome = builder.enumType('AuditOutcome', {
  description: 'Outcome of an attempt.',
  values: {
    ACCEPTED: { description: 'It was done.' },
    UNCHANGED: { description: 'Everything was so already: nothing was done.' },
    REFUSED: { description: '`code` and `message` tell why; nothing was done.' },
  } as const,
})

export const AuditFilter = builder.inputType('AuditFilter', {
  description: 'All given fields have to match. A text has 1 to 300 characters and is compared exactly.',
  fields: (t) => ({
    actor: t.string({ description: 'Name of the identity; `anonymous` for callers without a valid token.' }),
    role: t.field({ type: Role, description: 'The highest role of the token.' }),
    action: t.string({ description: "The mutation's name, `putConfig`, `postConfig`, `anonymousRefused` …" }),
    outcome: t.field({ type: AuditOutcome, description: 'Outcome of the attempt.' }),
    target: t.string({ description: 'The object of the attempt: `cdns.KEY`, or with a dot at the end all below it, `cdns.`' }),
    revision: t.int({ description: 'The number of the revision that it published.' }),
    code: t.string({ description: 'Why it was refused: `FORBIDDEN`, `STALE_REVISION` …' }),
    address: t.string({ description: "The client's address." }),
    requestId: t.string({ description: 'The `X-Request-Id` of the answer.' }),
    since: t.field({ type: 'DateTime', description: 'At that moment or later.' }),
    until: t.field({ type: 'DateTime', description: 'Before that moment.' }),
  }),
})

export type WantedEvents = typeof AuditFilter.$inferInput

const allowedText = { error: '1 to 300 characters' }
const text = z.string().min(1, allowedText).max(300, allowedText).nullish()

/** Bounds of the filter of `auditLog` and `auditAppended`. */
export const filterBounds = z
  .object({ actor: text, action: text, target: text, code: text, address: text, requestId: text })
  .loose()
  .refine(({ since, until }) => !(since instanceof Date && until instanceof Date) || since < until, {
    error: '`since` before `until`',
    path: ['since'],
  })
  .nullish()

const compared = ['actor', 'role', 'action', 'outcome', 'revision', 'code', 'address', 'requestId'] as const

/** Turns the filter into a query; `matches` says the same of one event. */
export function whereOf(wanted: WantedEvents): Prisma.AuditEventWhereInput {
  const { target, since, until } = wanted
  const equal = compared.flatMap((name) => (isGiven(wanted[name]) ? [[name, wanted[name]] as const] : []))
  return {
    ...Object.fromEntries(equal),
    ...(isGiven(target) ? { target: isPrefix(target) ? { startsWith: target } : target } : {}),
    at: { ...(isGiven(since) ? { gte: since } : {}), ...(isGiven(until) ? { lt: until } : {}) },
  }
}

/** True for an event that the filter wants. */
export function matches(wanted: WantedEvents, event: AuditEvent): boolean {
  const { target, since, until } = wanted
  return (
    compared.every((name) => !isGiven(wanted[name]) || wanted[name] === event[name]) &&
    (!isGiven(target) || (isPrefix(target) ? event.target.startsWith(target) : event.target === target)) &&
    (!isGiven(since) || event.at >= since) &&
    (!isGiven(until) || event.at < until)
  )
}

function isPrefix(target: string): boolean {
  return target.endsWith('.')
}

/** False for null, which counts as an omitted field. */
function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined
}
