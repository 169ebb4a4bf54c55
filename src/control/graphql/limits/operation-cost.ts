import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  type ExecutionArgs,
  type FieldNode,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { refusal } from './refusal.ts'

/**
 * Fields that an operation may have executed. A whole configuration counts as some 9,990, a page of 20 with 4 fields of each CDN
 * as 8,062.
 */
const MAX_COST = 10_000
/** Assumed length of a list, as long as it is in most installations. A configuration may hold ten times that. */
const LIST_SIZE = 100
/** Overrides of one CDN, or of the settings: one of each kind. */
const OVERRIDES = 4
/** Pools of a configuration and members of a pool, of which there are 10,000 at most in all. */
const POOLS = 20
const MEMBERS = 10
/** Places of a member, which most have none of. */
const PLACES = 1
const ZONES = 10
/** CDNs that may fail, each of which leaves as many; and origin clusters. */
const FAILING = 20
/** Countries that the requests of a simulation come from, of which each has 10 targets at most. */
const COUNTRIES = 40
const EXPECTATIONS = 10
/** Default and largest size of a page. */
const PAGE_SIZE = 20
const MAX_PAGE_SIZE = 100
/** Most points of a history of the traffic: an hour by steps of 10 s, as many as a chart of usual width shows. */
export const MAX_POINTS = 360
/**
 * Fields that cost as much as so many others before any of their own is executed. A count reads the index of all that match: 0.1 to
 * 0.3 s for a million audit events. A history reads an hour by the second: 10 ms for 10 CDNs, 0.4 s for 1,000.
 * Its counts of a CDN are up to 360 numbers. Networks are 20,000 in all, countries of a CDN 250: each is written out. Health counts and describes every CDN: up to 4 ms for 1,000.
 * A simulation, and what failures do, is decided elsewhere; reading and sending its input takes up to 50 ms.
 */
const WORK: Readonly<Record<string, number>> = {
  'Cdn.excludeCountries': 5,
  'CdnHistory.requests': 20,
  'AuditEventConnection.totalCount': 2_000,
  'ConfigRevisionConnection.totalCount': 2_000,
  'Query.health': 1_000,
  'Query.contingency': 2_000,
  'Query.simulate': 2_000,
  'Query.trafficHistory': 2_000,
  'Zone.cidrs': 200,
}

/**
 * Refuses an operation that would have too many fields executed. Each field counts as often as the lists above it have entries, a
 * page as `first` or `last` says. The executor cannot be interrupted, so this bounds how long other callers wait for it.
 */
export function findCostExcess({ schema, document, operationName, variableValues }: ExecutionArgs): GraphQLError | undefined {
  const operation = getOperationAST(document, operationName)
  if (operation === null || operation === undefined) return undefined
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  )
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue] as const),
  )
  const root = schema.getRootType(operation.operation)
  const cost = root === undefined || root === null ? 0 : costOfSelections(operation.selectionSet, root, PAGE_SIZE)
  if (cost <= MAX_COST) return undefined
  const message = `the operation may have ${cost} fields executed, allowed are ${MAX_COST}; ask for smaller pages or fewer fields`
  return refusal('OPERATION_TOO_COSTLY', message)

  /** `pageSize` belongs to the connection whose `edges` and `nodes` are selected. Validation has refused cycles. */
  function costOfSelections({ selections }: SelectionSetNode, type: GraphQLNamedType, pageSize: number): number {
    return selections.reduce((sum, node) => {
      if (node.kind === Kind.FIELD) return sum + costOfField(node, type, pageSize)
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
      if (fragment === undefined) return sum
      const inner = fragment.typeCondition === undefined ? type : schema.getType(fragment.typeCondition.name.value)
      return sum + costOfSelections(fragment.selectionSet, inner ?? type, pageSize)
    }, 0)
  }

  function costOfField(node: FieldNode, parent: GraphQLNamedType, pageSize: number): number {
    const { selectionSet } = node
    const name = node.name.value
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    const own = WORK[`${parent.name}.${name}`] ?? 1
    // Introspection is bounded in document-limits.ts.
    if (field === undefined || selectionSet === undefined) return own
    const isPaged = field.args.some((arg) => arg.name === 'first')
    const inner = costOfSelections(selectionSet, getNamedType(field.type), isPaged ? pageSizeOf(node) : PAGE_SIZE)
    return own + inner * entriesOf(field.type, parent, pageSize)
  }

  function pageSizeOf({ arguments: given = [] }: FieldNode): number {
    const sizes = given
      .filter(({ name }) => name.value === 'first' || name.value === 'last')
      .map(({ value }) => readNumber(value) ?? PAGE_SIZE)
    // An invalid page size is refused when the field is executed.
    return Math.min(Math.max(...(sizes.length === 0 ? [PAGE_SIZE] : sizes), 1), MAX_PAGE_SIZE)
  }

  function readNumber(value: ValueNode | undefined): number | undefined {
    if (value?.kind === Kind.INT) return Number(value.value)
    if (value?.kind !== Kind.VARIABLE) return undefined
    const given = variableValues?.[value.name.value]
    return given === undefined || given === null ? readNumber(defaults.get(value.name.value)) : Number(given) || undefined
  }
}

function entriesOf(type: GraphQLOutputType, parent: GraphQLNamedType, pageSize: number): number {
  const entry = getNamedType(type)
  if (!isListType(getNullableType(type)) || !isCompositeType(entry)) return 1
  if (parent.name.endsWith('Connection')) return pageSize
  if (entry.name === 'TrafficPoint') return MAX_POINTS
  if (entry.name === 'Pool' || entry.name === 'PoolTraffic') return POOLS
  if (entry.name === 'PoolMember' || parent.name === 'PoolTraffic') return MEMBERS
  if (entry.name === 'MemberPlace') return PLACES
  if (entry.name === 'Zone') return ZONES
  if (entry.name === 'Contingency' || parent.name === 'Contingency') return FAILING
  if (entry.name === 'SimulatedCountry') return COUNTRIES
  if (parent.name === 'SimulatedCountry') return MEMBERS
  if (entry.name === 'Expectation') return EXPECTATIONS
  return entry.name === 'Override' && parent.name !== 'Query' ? OVERRIDES : LIST_SIZE
}
