import { canonicalJson } from '../config/canonical.ts'
import type { RoutingConfig } from '../config/model.ts'
import { unknownFacts } from '../geo/client-facts.ts'
import type { RecordedRequest, RecordedVideo } from '../recorded/recorded-request.ts'
import type { Client } from '../request/client.ts'
import type { IpAddress } from '../request/ip-address.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import type { VideoUrl } from '../request/video-url.ts'
import { askedFactsOf, placesAsked } from '../routing/asked-facts.ts'
import type { RoutingTable } from '../routing/table.ts'
import { extendHash, hashText } from '../selection/text-hash.ts'
import { isRecorded, prepareMarkings, type Mark } from './marked-rules.ts'
import type { Question, UndecidedReason } from './question.ts'
import { textBetween } from './text-with-hash.ts'
import { addressesOf } from './zone-addresses.ts'

/** The revision that is live where requests were recorded. Records of others know no rule and no zone. */
export type Recording = { readonly revision: number; readonly config: RoutingConfig }

/** What a table is asked about recorded requests: stand-ins for their videos and clients, of which only hashes are known. */
export function askRecorded(
  table: RoutingTable,
  { config, marks }: { readonly config: RoutingConfig; readonly marks: readonly Mark[] },
  recording: Recording,
): (request: RecordedRequest) => Question {
  const start = hashText('')
  const zones = config.zones ?? []
  const addresses = addressesOf(zones, table.zones)
  const prefixes = new Map(knownPrefixes(config).map((prefix) => [hashText(prefix), prefix]))
  const asked = askedFactsOf(config)
  const isByZone = asksZones(config)
  const isSameZones = canonicalJson(zones) === canonicalJson(recording.config.zones ?? [])
  const markingFor = prepareMarkings(marks, recording.config)

  return (request) => {
    if (request.refusal !== null) return { kind: 'REFUSED', code: request.refusal, country: undefined }
    const cluster = table.clusters.get(request.suffix)
    if (cluster?.isServer(request.label) !== true)
      return { kind: 'REFUSED', code: 'HOST_NOT_ALLOWED', country: request.country ?? undefined }
    const isOfRecording = request.revision === recording.revision
    const marking = markingFor(isOfRecording ? request.rule : undefined)
    return {
      kind: 'VALID',
      video: videoOf(request, cluster),
      client: clientOf(request, marking.userAgent),
      country: request.country ?? undefined,
      unknownRules: marking.unknown,
      undecided: marking.isTooLong ? 'RULE_UNKNOWN' : whyUndecided(request, isOfRecording),
    }
  }

  function videoOf({ label, directory, above }: RecordedVideo, cluster: OriginTarget): VideoUrl {
    const known = prefixes.get(above.findLast((hash) => prefixes.has(hash)) ?? 0) ?? '/'
    const text = textBetween(extendHash(hashText(label), known, known.length), directory, '/')
    return { kind: 'VALID', scheme: 'https', serverLabel: label, cluster, port: '', path: `${known}${text}/`, query: '' }
  }

  function clientOf({ country, continent, asn, isIpv6, network, zone }: RecordedVideo, userAgent: string): Client {
    const facts = { ...unknownFacts, country: country ?? undefined, continent: continent ?? undefined, asn: asn ?? undefined }
    let text: string | undefined
    const address: IpAddress | undefined = zone === null ? undefined : addresses.get(zone)
    return {
      network: () => (text ??= textBetween(start, network)),
      isIpv6: () => isIpv6,
      address: () => address,
      facts: () => facts,
      userAgent: () => userAgent,
    }
  }

  function whyUndecided({ country, asn, asked: had }: RecordedVideo, isOfRecording: boolean): UndecidedReason | undefined {
    const lacksCountry = asked.country && !had.country && country === null
    if (lacksCountry || (asked.asn && !had.asn && asn === null)) return 'FACTS_UNKNOWN'
    return isByZone && !(isOfRecording && isSameZones) ? 'ZONE_UNKNOWN' : undefined
  }
}

function knownPrefixes({ rules = [] }: RoutingConfig): readonly string[] {
  return rules.flatMap(({ match: { pathPrefixes = [] } }) => pathPrefixes.filter(isRecorded))
}

function asksZones({ cdns, pools = [], rules = [] }: RoutingConfig): boolean {
  return (
    rules.some(({ enabled, match }) => enabled && match.zones !== undefined) ||
    cdns.some(({ excludeZones = [] }) => excludeZones.length > 0) ||
    placesAsked(pools).some(({ zone }) => zone !== undefined)
  )
}
