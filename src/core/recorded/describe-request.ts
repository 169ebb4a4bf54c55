import type { AskedFacts } from '../geo/client-facts.ts'
import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import type { CompiledRevision } from '../routing/compile.ts'
import { findRule } from '../routing/find-rule.ts'
import { extendByCode, hashText } from '../selection/text-hash.ts'
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
    ...hashDirectories(video.serverLabel, video.path),
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

const SLASH = '/'.charCodeAt(0)

/** Hashes the directory behind its server's label, and all directories of the path, the highest first: in one pass, since paths are long. */
function hashDirectories(label: string, path: string): Pick<RowContent, 'directory' | 'above'> {
  const above: number[] = []
  const end = path.lastIndexOf('/') + 1
  let [directory, own] = [hashText(label), hashText('')]
  for (let index = 0; index < end; index += 1) {
    const code = path.charCodeAt(index)
    directory = extendByCode(directory, code)
    own = extendByCode(own, code)
    if (code === SLASH && above.length < MAX_ABOVE) above.push(own >>> 0)
  }
  return { directory: directory >>> 0, above }
}
