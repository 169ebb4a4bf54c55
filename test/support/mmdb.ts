import ipaddr from 'ipaddr.js'

export type MmdbParts = {
  /** Records by their network. */
  readonly networks: Readonly<Record<string, unknown>>
  readonly builtAtEpochMs?: number
  /** IPv6 unless told. An IPv6 file has IPv4 below ::/96, and the ways to it that the usual files have. */
  readonly ipVersion?: 4 | 6
  readonly recordBits?: 24 | 28 | 32
}

type Node = [Child, Child]
type Child = Node | { readonly record: unknown } | undefined

/** Writes an mmdb file: a tree of the bits of addresses, then the records, then the metadata. */
export function writeMmdb({
  networks,
  builtAtEpochMs = Date.UTC(2026, 0, 1),
  ipVersion = 6,
  recordBits = 28,
}: MmdbParts): Buffer {
  const root: Node = [undefined, undefined]
  const prefixes = Object.entries(networks).map(([cidr, record]) => ({ bits: bitsOf(cidr, ipVersion), record }))
  for (const { bits, record } of prefixes.toSorted((a, b) => a.bits.length - b.bits.length)) insert(root, bits, { record })
  const ipv4 = ipVersion === 6 ? find(root, '0'.repeat(96)) : undefined
  if (ipv4 !== undefined) for (const cidr of ['::ffff:0:0/96', '2002::/16', '2001::/32']) insert(root, ipv6Bits(cidr), ipv4)
  const nodes = listNodes(root)
  const numbers = new Map(nodes.map((node, index) => [node, index]))
  const data: Buffer[] = []
  const places = new Map<string, number>()
  const tree = nodes.map((node) => joinChildren(node.map(numberOf) as [number, number], recordBits))
  const metadata = {
    node_count: nodes.length,
    record_size: recordBits,
    ip_version: ipVersion,
    database_type: 'Test',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: BigInt(Math.floor(builtAtEpochMs / 1_000)),
    description: { en: 'written by a test' },
  }
  return Buffer.concat([...tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encode(metadata)])

  function numberOf(child: Child): number {
    if (child === undefined) return nodes.length
    if (Array.isArray(child)) return numbers.get(child) ?? 0
    const key = JSON.stringify(child.record)
    const known = places.get(key)
    if (known !== undefined) return known
    const place = nodes.length + 16 + Buffer.concat(data).length
    data.push(encode(child.record))
    places.set(key, place)
    return place
  }
}

function bitsOf(cidr: string, ipVersion: 4 | 6): string {
  if (cidr.includes(':')) return ipv6Bits(cidr)
  const [address, length] = ipaddr.IPv4.parseCIDR(cidr)
  return `${ipVersion === 6 ? '0'.repeat(96) : ''}${joinBits(address.octets, 8).slice(0, length)}`
}

function ipv6Bits(cidr: string): string {
  const [address, length] = ipaddr.IPv6.parseCIDR(cidr)
  return joinBits(address.parts, 16).slice(0, length)
}

function joinBits(parts: readonly number[], width: number): string {
  return parts.map((part) => part.toString(2).padStart(width, '0')).join('')
}

/** Puts a child behind these bits; a record before them becomes one for both sides. Longer networks come later. */
function insert(root: Node, bits: string, child: Child): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const next = node[Number(bit)]
    const deeper: Node = Array.isArray(next) ? next : [next, next]
    node[Number(bit)] = deeper
    node = deeper
  }
  node[Number(bits.at(-1))] = child
}

function find(root: Node, bits: string): Child {
  let child: Child = root
  for (const bit of bits) child = Array.isArray(child) ? child[Number(bit)] : child
  return child
}

function listNodes(root: Node): readonly Node[] {
  const nodes = new Set<Node>([root])
  for (const node of nodes) for (const child of node) if (Array.isArray(child)) nodes.add(child)
  return [...nodes]
}

function joinChildren([left, right]: readonly [number, number], bits: 24 | 28 | 32): Buffer {
  const bytes = Buffer.alloc(bits / 4)
  if (bits === 28) {
    bytes.writeUIntBE(left & 0xff_ff_ff, 0, 3)
    bytes.writeUInt8(((left >>> 24) << 4) | (right >>> 24), 3)
    bytes.writeUIntBE(right & 0xff_ff_ff, 4, 3)
  } else {
    bytes.writeUIntBE(left, 0, bits / 8)
    bytes.writeUIntBE(right, bits / 8, bits / 8)
  }
  return bytes
}

/** Texts, maps, lists, numbers of 32 bits, and as bigint of 64. */
function encode(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number')
    return Buffer.concat([control(6, 4), Buffer.from(new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]))])
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(value)
    return Buffer.concat([control(9, 8), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value as object)
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, field]) => [encode(key), encode(field)])])
}

/** First byte, or bytes, of a value: its type and its size, up to 284. */
function control(type: number, size: number): Buffer {
  const [short, long] = size < 29 ? [size, []] : [29, [size - 29]]
  return Buffer.from(type > 7 ? [short, type - 7, ...long] : [(type << 5) | short, ...long])
}
