/** Values by the beginning of a path that each needs, as a tree: a step down is one look-up, however many values there are. */
export type HeadNode<T> = {
  /** Beginning of the path that all values of this node need. */
  readonly head: string
  readonly values: readonly T[]
  /** Nodes with longer heads, by the character behind this one. */
  readonly longer: ReadonlyMap<number, HeadNode<T>>
}

/** A value with the beginning of a path that it needs. */
export type Headed<T> = { readonly head: string; readonly value: T }

/** Indexes values; those of one head stay in their order. Cost: the characters of all heads. */
export function indexHeads<T>(headed: readonly Headed<T>[]): HeadNode<T> {
  const root = emptyNode<T>('')
  for (const { head, value } of headed) growTo(root, head).values.push(value)
  return root
}

/** The next node down whose head the path begins with. Each character of the path is read at most once on the way down. */
export function nextNode<T>({ head, longer }: HeadNode<T>, path: string): HeadNode<T> | undefined {
  if (path.length === head.length) return undefined
  const next = longer.get(path.charCodeAt(head.length))
  if (next === undefined || path.length < next.head.length) return undefined
  for (let index = next.head.length - 1; index > head.length; index -= 1)
    if (path.charCodeAt(index) !== next.head.charCodeAt(index)) return undefined
  return next
}

type GrowingNode<T> = { readonly head: string; readonly values: T[]; readonly longer: Map<number, GrowingNode<T>> }

/** Gives the node of a head. Makes it where there is none, and a fork where its head and another one part. */
function growTo<T>(root: GrowingNode<T>, head: string): GrowingNode<T> {
  let node = root
  while (node.head.length < head.length) {
    const code = head.charCodeAt(node.head.length)
    const next = node.longer.get(code) ?? emptyNode<T>(head)
    const shared = sharedLength(next.head, head, node.head.length)
    const fork = shared === next.head.length ? next : emptyNode<T>(head.slice(0, shared))
    if (fork !== next) fork.longer.set(next.head.charCodeAt(shared), next)
    node.longer.set(code, fork)
    node = fork
  }
  return node
}

/** Length of the beginning that two texts share, which is at least this long. */
function sharedLength(one: string, other: string, atLeast: number): number {
  let length = atLeast
  while (length < one.length && length < other.length && one.charCodeAt(length) === other.charCodeAt(length)) length += 1
  return length
}

function emptyNode<T>(head: string): GrowingNode<T> {
  return { head, values: [], longer: new Map() }
}
