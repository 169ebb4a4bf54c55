import { nextTurn } from '../system/next-turn.ts'
import { textOf, type AddressWords } from '../../core/geo/address-words.ts'
import { numberValues, type GeoContent } from './geo-content.ts'
import { openMmdb, type Mmdb } from './mmdb.ts'
import { collectRanges, type RangeCollector } from '../../core/geo/ranges.ts'
import { walkMmdb, type Subtree, type Walked } from './walk-mmdb.ts'

/**
 * Reads an mmdb file whole, in steps between which requests go on. Fails where any part of it is damaged. `valueOf` reads the value
 * of a record; undefined where it holds none. Nothing is known of networks that `isLeftOut`.
 */
export async function readMmdb<Value>(
  bytes: Buffer,
  valueOf: (record: unknown) => Value | undefined,
  isLeftOut: (first: AddressWords) => boolean = () => false,
): Promise<GeoContent<Value>> {
  const mmdb = openMmdb(bytes)
  const { values, numberOf } = numberValues<Value>()
  const numbers = new Map<number, number>()
  const walked: Walked = { nodes: 0, work: 0 }
  const [ipv4, ipv6] = [collectRanges(1), collectRanges(4)]
  const ipv4Root = findIpv4Root(mmdb)
  const leftOut = ipv4Root < mmdb.nodeCount ? ipv4Root : undefined
  await collect({ root: ipv4Root, bits: 32, leftOut: undefined }, ipv4)
  if (mmdb.isIpv6) await collect({ root: 0, bits: 128, leftOut }, ipv6)
  return { builtAtEpochMs: mmdb.builtAtEpochMs, ipv4: ipv4.seal(), ipv6: ipv6.seal(), values }

  async function collect(subtree: Subtree, ranges: RangeCollector): Promise<void> {
    const pauses = walkMmdb(mmdb, subtree, walked, (first, child) => {
      ranges.begin(
        first,
        child === subtree.leftOut || child === mmdb.nodeCount || isLeftOut(first) ? 0 : numberOfRecord(first, child),
      )
    })
    for (const _ of pauses) await nextTurn()
  }

  /** Each record is read once, however many networks it is of. */
  function numberOfRecord(first: AddressWords, child: number): number {
    const known = numbers.get(child)
    if (known !== undefined) return known
    if (!mmdb.isRecord(child)) throw new Error('its tree is damaged')
    const number = numberOf(valueOf(mmdb.recordOf(textOf(first))))
    numbers.set(child, number)
    walked.work += RECORD_NODES
    return number
  }
}

/** Work of reading a record, in nodes. */
const RECORD_NODES = 50

/** The node of IPv4 addresses: in a tree of IPv6 behind 96 bits of 0. */
function findIpv4Root({ isIpv6, nodeCount, childOf }: Mmdb): number {
  let node = 0
  const depth = isIpv6 ? 96 : 0
  for (let bit = 0; bit < depth && node < nodeCount; bit += 1) node = childOf(node, 0)
  return node
}
