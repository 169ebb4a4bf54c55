import { compareWords, wordsBehind, type IpNetwork, type Words } from './ip-network.ts'

/** A network of a zone, by the index of the zone. */
export type ZoneNetwork = IpNetwork & { readonly zone: number }

/** A network, and the first address behind it; undefined at the end of all addresses. */
type OpenNetwork = { readonly network: ZoneNetwork; readonly behind: Words | undefined }

/** Steps of a walk, each with the networks that hold the place, the widest first. */
export type NetworkSteps = {
  readonly enter: (network: ZoneNetwork, holders: readonly OpenNetwork[]) => void
  readonly leave?: (ended: OpenNetwork, holders: readonly OpenNetwork[]) => void
  /** A network that is the last of its holders as well. */
  readonly repeat?: (network: ZoneNetwork, holders: readonly OpenNetwork[]) => void
}

/**
 * Walks networks of one address family by address: the wider one first, of equal ones that of the earlier zone, which alone is
 * entered. Two networks are nested or apart, so those that hold a place are a stack of at most 129.
 */
export function walkNetworks(networks: readonly ZoneNetwork[], { enter, leave, repeat }: NetworkSteps): void {
  const open: OpenNetwork[] = []
  for (const network of networks.toSorted(byPlace)) {
    leaveUntil(network.words)
    if (isEqual(open.at(-1)?.network, network)) repeat?.(network, open)
    else {
      enter(network, open)
      open.push({ network, behind: wordsBehind(network) })
    }
  }
  leaveUntil(undefined)

  /** Leaves the networks that end at or before an address; undefined: all. */
  function leaveUntil(words: Words | undefined): void {
    for (let last = open.at(-1); last !== undefined && isOver(last, words); last = open.at(-1)) {
      open.pop()
      leave?.(last, open)
    }
  }
}

/** Whether a network is the last of those that hold it, too. */
function isEqual(holder: ZoneNetwork | undefined, { prefixBits }: ZoneNetwork): boolean {
  return holder?.prefixBits === prefixBits
}

function isOver({ behind }: OpenNetwork, words: Words | undefined): boolean {
  return words === undefined || (behind !== undefined && compareWords(behind, words) <= 0)
}

function byPlace(a: ZoneNetwork, b: ZoneNetwork): number {
  return compareWords(a.words, b.words) || a.prefixBits - b.prefixBits || a.zone - b.zone
}
