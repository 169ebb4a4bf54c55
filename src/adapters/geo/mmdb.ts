import { Reader } from 'mmdb-lib'

/** An mmdb file in memory: a tree of bits of addresses, the leaves of which point to records. */
export type Mmdb = {
  readonly builtAtEpochMs: number
  readonly isIpv6: boolean
  readonly nodeCount: number
  /** Records in the tree: below `nodeCount` a node, `nodeCount` for nothing, above it a place in the data. */
  readonly childOf: (node: number, bit: number) => number
  readonly isRecord: (child: number) => boolean
  /** Reads the record of an address. Fails where it is damaged. */
  readonly recordOf: (address: string) => unknown
}

const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')
/** Longest metadata with its marker, by the format. */
const MAX_METADATA_BYTES = 128 * 1024
/** Zeros between tree and data. */
const SEPARATOR_BYTES = 16

/** Opens the bytes of a file. Fails where its parts don't fit together, as in one that was cut. */
export function openMmdb(bytes: Buffer): Mmdb {
  const tailStart = Math.max(0, bytes.length - MAX_METADATA_BYTES)
  const marker = bytes.subarray(tailStart).lastIndexOf(METADATA_MARKER)
  if (marker === -1) throw new Error('it has no metadata at its end, so it is no mmdb file or was cut')
  const reader = new Reader<never>(bytes)
  const { nodeCount, recordSize, searchTreeSize, ipVersion, buildEpoch, binaryFormatMajorVersion } = reader.metadata
  const dataStart = searchTreeSize + SEPARATOR_BYTES
  const dataBytes = tailStart + marker - dataStart
  const isSound =
    binaryFormatMajorVersion === 2 &&
    Number.isSafeInteger(nodeCount) &&
    nodeCount > 0 &&
    (ipVersion === 4 || ipVersion === 6) &&
    buildEpoch.getTime() > 0 &&
    dataBytes > 0 &&
    bytes.subarray(searchTreeSize, dataStart).every((byte) => byte === 0)
  if (!isSound) throw new Error('its metadata does not fit its content')
  return {
    builtAtEpochMs: buildEpoch.getTime(),
    isIpv6: ipVersion === 6,
    nodeCount,
    childOf: childReader(bytes, recordSize),
    isRecord: (child) => child >= nodeCount + SEPARATOR_BYTES && child < nodeCount + SEPARATOR_BYTES + dataBytes,
    recordOf: (address) => reader.get(address),
  }
}

/** Reads one of the two children of a node, each of 24, 28 or 32 bits. */
function childReader(bytes: Buffer, bits: number): Mmdb['childOf'] {
  if (bits === 24) return (node, bit) => bytes.readUIntBE(node * 6 + bit * 3, 3)
  if (bits === 32) return (node, bit) => bytes.readUInt32BE(node * 8 + bit * 4)
  return (node, bit) => {
    const middle = bytes.readUInt8(node * 7 + 3) // the highest four bits of both
    return bit === 0
      ? ((middle & 0xf0) << 20) | bytes.readUIntBE(node * 7, 3)
      : ((middle & 0x0f) << 24) | bytes.readUIntBE(node * 7 + 4, 3)
  }
}
