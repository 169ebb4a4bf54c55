import { sha256Of } from '../config/canonical.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { bySlot, MAX_OVERRIDES, slotOf, type Override, type OverrideSet } from '../override/override.ts'
import { fail, ok, type Result } from '../result.ts'
import { storable } from '../storable.ts'
import type { Attempt } from './attempt.ts'
import { keyReused, type Idempotency } from './idempotency.ts'
import type { OverridePlanner } from './plan-override.ts'

/**
 * Overrides that hold on this node: those of the store, with the changes that were made here while it was away. Such a change counts
 * as a version, too; joined, it gets a higher one than both.
 */
export type NodeOverrides = OverrideSet & {
  /** Changes of this node alone, oldest first; absent: there are none. */
  readonly nodeOnly?: readonly NodeOnlyChange[]
}

/** A change of one slot that the store does not know yet. */
export type NodeOnlyChange = {
  /** Node on which it was made. */
  readonly node: string
  readonly action: string
  /** Subject in the audit trail. */
  readonly target: string
  /** Author and time, the latter by the store's clock as this node reckons it. */
  readonly attempt: Attempt
  /** Override in the slot before the change; null: it was empty. */
  readonly before: Override | null
  /** Null: the change lifts the override. */
  readonly after: Override | null
  /** Reason of a lift. */
  readonly reason: string | null
  /** Key of the request, or one of our own: to join a change twice makes nothing twice. */
  readonly idempotency: Idempotency
}

/** Nodes on which an override holds. `NODE_ONLY`: this one alone, until its store is back. */
export type OverrideScope = 'ALL_NODES' | 'NODE_ONLY'

/** Most changes of a node alone. Far more than anybody makes in a night, and a bound for a script. */
export const MAX_NODE_ONLY = MAX_OVERRIDES

/** Makes a change on one node alone. Fails with the planner's problem, with TOO_MANY, and with IDEMPOTENCY_KEY_REUSED. */
export function changeAlone(
  node: string,
  { set, live }: { readonly set: NodeOverrides; readonly live: ConfigRevision | undefined },
  attempt: Attempt,
  planner: OverridePlanner,
): Result<NodeOverrides> {
  const { nodeOnly = [] } = set
  const { action, target, idempotency } = planner
  const first = idempotency && nodeOnly.find((change) => hasKey(change, attempt.actor, idempotency.key))
  if (first !== undefined && idempotency !== undefined)
    return first.idempotency.fingerprint === idempotency.fingerprint ? ok(set) : fail(keyReused(idempotency.key))
  const by = { ...attempt, actor: storable(attempt.actor), requestId: storable(attempt.requestId) }
  const planned = planner.plan({ set, live }, by)
  if (!planned.ok) return planned
  if (planned.value === undefined) return ok(set)
  if (nodeOnly.length >= MAX_NODE_ONLY) return fail(tooMany)
  const { overrides, audit } = planned.value
  const before = set.overrides.find((override) => !overrides.includes(override)) ?? null
  const after = overrides.find((override) => !set.overrides.includes(override)) ?? null
  const reason = after === null ? reasonIn(audit[0]?.after) : null
  const change = { node, action, target, attempt: by, before, after, reason }
  const own = { key: `node-only-${sha256Of([change, set.version])}`, fingerprint: sha256Of(change) }
  return ok({
    version: set.version + 1,
    overrides,
    nodeOnly: [...nodeOnly, { ...change, idempotency: idempotency ?? own }],
  })
}

/** Gives the set of the store under the changes of this node alone. */
export function applyNodeOnly({ version, overrides }: OverrideSet, present: NodeOverrides): NodeOverrides {
  const { nodeOnly = [] } = present
  if (nodeOnly.length === 0) return { version, overrides }
  const changed = nodeOnly.reduce((set, change) => putInSlot(set, change, change.after), overrides)
  return { version: Math.max(version, present.version) + 1, overrides: changed, nodeOnly }
}

/** Takes the changes of this node alone out of the set: the store's set, under a version that it had at least. */
export function withoutNodeOnly({ version, overrides, nodeOnly = [] }: NodeOverrides): OverrideSet {
  const undone = nodeOnly.toReversed().reduce((set, change) => putInSlot(set, change, change.before), overrides)
  return { version: version - nodeOnly.length, overrides: undone }
}

/** Puts an override in the slot of a change; null empties the slot. */
export function putInSlot(
  overrides: readonly Override[],
  change: Pick<NodeOnlyChange, 'before' | 'after'>,
  override: Override | null,
): readonly Override[] {
  const others = overrides.filter((other) => slotOf(other) !== slotOfChange(change))
  return override === null ? others : [...others, override].toSorted(bySlot)
}

/** Slot of a change, which has an override before or after it. */
export function slotOfChange({ before, after }: Pick<NodeOnlyChange, 'before' | 'after'>): string {
  const override = after ?? before
  return override === null ? '' : slotOf(override)
}

export function scopeOf({ nodeOnly = [] }: NodeOverrides, slot: string): OverrideScope {
  return nodeOnly.some((change) => slotOfChange(change) === slot) ? 'NODE_ONLY' : 'ALL_NODES'
}

function hasKey({ attempt, idempotency }: NodeOnlyChange, actor: string, key: string): boolean {
  return attempt.actor === actor && idempotency.key === key
}

function reasonIn(after: unknown): string | null {
  return typeof after === 'object' && after !== null && 'reason' in after ? String(after.reason) : null
}

const tooMany = {
  code: 'TOO_MANY',
  field: 'overrides',
  received: MAX_NODE_ONLY + 1,
  allowed: MAX_NODE_ONLY,
  remedy: 'these changes are of this node alone and wait for the config store; bring it back first',
}
