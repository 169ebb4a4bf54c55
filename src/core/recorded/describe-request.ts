import type { AskedFacts } from '../geo/client-facts.ts'
import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import type { CompiledRevision } from '../routing/compile.ts'
import { findRule } from '../routing/find-rule.ts'
import { extendHash, hashText } from '../selection/text-hash.ts'
import { MAX_ABOVE } from './recorded-request.ts'
import type { RowContent } from './request-rows.ts'

/**
 * Describes a request for the record. Its rule is found once more: of a request that the ratio or an override sent somewhere no
 * decision tells it.
 */
export function describeRequest(
  { revision, rules, zones }: CompiledRevision,
  asked: AskedFacts,
  video: VideoUrl,
  client: Client,
): RowContent {
  const { country, continent, asn } = client.facts()
  const zone = zones.zoneOf(client.address())
  return {
    suffix: video.cluster.hostSuffix,
    label: video.serverLabel,
    directory: extendHash(hashText(video.serverLabel), video.path, video.path.lastIndexOf('/') + 1),
    above: hashDirectories(video.path),
    country: country ?? null,
    continent: continent ?? null,
    asn: asn ?? null,
    asked: { country: asked.country || country !== undefined, asn: asked.asn || asn !== undefined },
    isIpv6: client.isIpv6(),
    network: hashText(client.network()),
    zone: (zone === undefined ? undefined : revision.config.zones?.[zone]?.key) ?? null,
    rule: findRule(rules, video, client)?.key ?? null,
    revision: revision.number,
  }
}

/** Hashes each directory of a path, the highest first. */
function hashDirectories(path: string): readonly number[] {
  const hashes: number[] = []
  let hash = hashText('')
  let begin = 0
  for (let slash = path.indexOf('/'); slash !== -1 && hashes.length < MAX_ABOVE; slash = path.indexOf('/', begin)) {
    const name = path.slice(begin, slash + 1)
    hash = extendHash(hash, name, name.length)
    hashes.push(hash)
    begin = slash + 1
  }
  return hashes
}
