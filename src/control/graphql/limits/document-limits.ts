import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { printable } from '../../../core/result.ts'
import { refusal } from './refusal.ts'

const MAX_DEPTH = 12
/** Depth below `__schema` and `__type`, where the standard introspection query is 15 deep. */
const MAX_INTROSPECTION_DEPTH = 20
const MAX_ALIASES = 30
const MAX_ROOT_FIELDS = 20
const MAX_DIRECTIVES = 20
/** Fields with all fragments spread: as many as a document without fragments could spell out. */
const MAX_FIELDS = 2_000

/**
 * Finds a limit that an operation of a parsed document exceeds. Fragments count at every spread, as in execution. Each fragment
 * is measured once, so the work is linear, however often fragments name each other.
 */
export function findDocumentExcess({ definitions }: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const sizes = new Map<string, Size | 'OPEN'>()
  let cycle: string | undefined

  const ofOperations = definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    const directives = [node, ...(node.variableDefinitions ?? [])].map(measureDirectives)
    return [addSizes([...directives, measureSelections(node.selectionSet, measureFragment)])]
  })
  // Unused fragments too: validation would follow a cycle of them without end.
  for (const name of fragments.keys()) measureFragment(name)
  if (cycle !== undefined)
    return refusal('GRAPHQL_VALIDATION_FAILED', `the fragment "${printable(cycle)}" spreads itself; take that out`)
  return ofOperations.map(findExcess).find((excess) => excess !== undefined)

  function measureFragment(name: string): Size {
    const known = sizes.get(name)
    if (known === 'OPEN') cycle = name
    const fragment = fragments.get(name)
    if (known === 'OPEN' || fragment === undefined) return noSize // validation reports the missing fragment
    if (known !== undefined) return known
    sizes.set(name, 'OPEN')
    const size = addSizes([measureDirectives(fragment), measureSelections(fragment.selectionSet, measureFragment)])
    sizes.set(name, size)
    return size
  }
}

/** Size of a part of a document. Counts add up over its parts, depths take the deepest one. */
type Size = {
  readonly fields: number
  readonly rootFields: number
  readonly aliases: number
  readonly directives: number
  readonly depth: number
  readonly introspectionDepth: number
}

const noSize: Size = {
  fields: 0,
  rootFields: 0,
  aliases: 0,
  directives: 0,
  depth: 0,
  introspectionDepth: 0,
}

function findExcess(size: Size): GraphQLError | undefined {
  const limits = [
    ['DOCUMENT_TOO_DEEP', 'levels of fields', size.depth, MAX_DEPTH],
    ['DOCUMENT_TOO_DEEP', 'levels of introspection', size.introspectionDepth, MAX_INTROSPECTION_DEPTH],
    ['TOO_MANY_ALIASES', 'aliases', size.aliases, MAX_ALIASES],
    ['TOO_MANY_ROOT_FIELDS', 'root fields', size.rootFields, MAX_ROOT_FIELDS],
    ['TOO_MANY_DIRECTIVES', 'directives', size.directives, MAX_DIRECTIVES],
    ['TOO_MANY_FIELDS', 'fields where its fragments are spread', size.fields, MAX_FIELDS],
  ] as const
  const [code, what, , allowed] = limits.find(([, , has, most]) => has > most) ?? []
  return code === undefined ? undefined : refusal(code, `the operation has more than ${allowed} ${what}; split it`)
}

type MeasureFragment = (name: string) => Size

function measureSelections({ selections }: SelectionSetNode, measureFragment: MeasureFragment): Size {
  return addSizes(selections.map((node) => addSizes([measureDirectives(node), measureSelection(node, measureFragment)])))
}

function measureSelection(node: SelectionNode, measureFragment: MeasureFragment): Size {
  if (node.kind === Kind.FRAGMENT_SPREAD) return measureFragment(node.name.value)
  if (node.kind === Kind.INLINE_FRAGMENT) return measureSelections(node.selectionSet, measureFragment)
  const inside = node.selectionSet === undefined ? noSize : measureSelections(node.selectionSet, measureFragment)
  const isIntrospection = node.name.value === '__schema' || node.name.value === '__type'
  return {
    fields: inside.fields + 1,
    rootFields: 1,
    aliases: inside.aliases + (node.alias === undefined ? 0 : 1),
    directives: inside.directives,
    depth: isIntrospection ? 1 : inside.depth + 1,
    introspectionDepth: isIntrospection ? inside.depth + 1 : inside.introspectionDepth,
  }
}

function measureDirectives({ directives }: { readonly directives?: readonly unknown[] | undefined }): Size {
  return { ...noSize, directives: directives?.length ?? 0 }
}

function addSizes(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (a, b) => ({
      fields: a.fields + b.fields,
      rootFields: a.rootFields + b.rootFields,
      aliases: a.aliases + b.aliases,
      directives: a.directives + b.directives,
      depth: Math.max(a.depth, b.depth),
      introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    }),
    noSize,
  )
}
