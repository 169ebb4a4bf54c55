import type { AddressWords } from '../../core/geo/address-words.ts'
import type { Mmdb } from './mmdb.ts'

/** A part of the tree: all addresses behind a node, which begin with bit 0. */
export type Subtree = {
  readonly root: number
  /** Bits of an address. */
  readonly bits: 32 | 128
  /** A node that is left out: in an IPv6 tree that of IPv4, to which mapped and tunnelled addresses lead as well. */
  readonly leftOut: number | undefined
}

/** Work so far: each node has one way to it, so all walks together meet each once at most. */
export type Walked = {
  nodes: number
  /** Work since the last pause, in nodes. */
  work: number
}

/**
 * Walks through a tree in the order of addresses and tells each leaf with its first address, which the next one changes. Pauses
 * after `STEP_NODES` of work. Fails where the tree is damaged.
 */
export function* walkMmdb(
  mmdb: Mmdb,
  { root, bits, leftOut }: Subtree,
  walked: Walked,
  onLeaf: (first: AddressWords, child: number) => void,
): Generator<void> {
  const { nodeCount, childOf } = mmdb
  const words: AddressWords = new Uint32Array(bits / 32)
  const rights = new Uint32Array(bits)
  let [child, depth] = [root, 0]
  for (;;) {
    for (; child < nodeCount && child !== leftOut; depth += 1) {
      if (depth === bits || ++walked.nodes > nodeCount) throw new Error('its tree is damaged')
      rights[depth] = childOf(child, 1)
      child = childOf(child, 0)
      walked.work += 1
    }
    onLeaf(words, child)
    if (walked.work >= STEP_NODES) {
      walked.work = 0
      yield
    }
    while (depth > 0 && hasBit(words, depth - 1)) clearBit(words, --depth)
    if (depth === 0) return
    setBit(words, depth - 1)
    child = rights[depth - 1] ?? 0
  }
}

/** Less than a millisecond. */
const STEP_NODES = 4_096

function hasBit(words: AddressWords, at: number): boolean {
  return (((words[at >>> 5] ?? 0) >>> (31 - (at & 31))) & 1) === 1
}

function setBit(words: AddressWords, at: number): void {
  words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (31 - (at & 31)))
}

function clearBit(words: AddressWords, at: number): void {
  words[at >>> 5] = (words[at >>> 5] ?? 0) & ~(1 << (31 - (at & 31)))
}
