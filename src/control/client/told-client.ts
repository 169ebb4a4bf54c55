import type { ConfigRevision } from '../../core/config/revision.ts'
import type { ClientFacts } from '../../core/geo/client-facts.ts'
import type { IpAddress } from '../../core/request/ip-address.ts'
import { knownClient } from '../../core/request/known-client.ts'
import { ok, type Result } from '../../core/result.ts'
import { prepareClientViews, type ClientView, type ClientViews, type RuleView } from '../../core/routing/client-views.ts'
import { compileRevision } from '../../core/routing/compile.ts'
import type { GeoDatabase, KnownFacts } from '../../ports/client-facts.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'

type AskedClient = { readonly address: IpAddress; readonly userAgent: string; readonly video: string | undefined }

/** All that this node knows of a client. */
export type ToldClient = ClientView &
  Pick<ClientFacts, 'country' | 'continent' | 'asn'> & {
    readonly ip: string
    readonly databases: readonly GeoDatabase[]
    /** Undefined: no video was asked for. */
    readonly decision: RuleView | undefined
  }

/** Tells what is known of a client. Fails with the codes of a redirect for a video URL that no redirect has. */
export type TellClient = (asked: AskedClient) => Promise<Result<ToldClient>>

export type ToldClientParts = {
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  /** Looks an address up in the databases, which are open from then on. */
  readonly lookUpFacts: (address: IpAddress) => Promise<KnownFacts>
}

/** Prepares answers about clients by the live revision, which is compiled once. */
export function tellClients({ running, lookUpFacts }: ToldClientParts): TellClient {
  let last: { readonly revision: ConfigRevision; readonly views: ClientViews } | undefined
  return async ({ address, userAgent, video }) => {
    const { facts, databases } = await lookUpFacts(address)
    const views = viewsOf(running())
    const client = knownClient(address, facts, userAgent)
    const decision = video === undefined ? ok(undefined) : views.ruleFor(client, video)
    if (!decision.ok) return decision
    const { country, continent, asn } = facts
    return ok({
      ip: address.toString(),
      country,
      continent,
      asn,
      databases,
      ...views.viewOf(client),
      decision: decision.value,
    })
  }

  function viewsOf(revision: ConfigRevision | undefined): ClientViews {
    if (revision === undefined) throw new StoreUnavailable('it holds no revision')
    if (last?.revision === revision) return last.views
    const compiled = compileRevision(revision)
    if (!compiled.ok) throw new Error(`a live revision that does not compile: ${compiled.problem.code}`)
    last = { revision, views: prepareClientViews(compiled.value) }
    return last.views
  }
}
