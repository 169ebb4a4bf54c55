import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGroup } from '../support/process-group.ts'
import { openAdminClient } from './admin-client.ts'
import type { KnownConfig } from './traffic/expected.ts'

/** The group that the load is for. */
export type Target = {
  readonly url: string
  readonly adminUrl: string
  readonly token: string
  /** Started by this tool, which alone sends to it: everything can be checked, and looked at from outside. */
  readonly isOwn: boolean
  readonly config: KnownConfig
  /** CDN whose edits a publisher publishes. */
  publisherCdn(publisher: number): string
  /** CDN that overrides take out; absent where it is the only one. */
  readonly overriddenCdn: string | undefined
  /** Of an own group. */
  readonly own?: OwnGroup
  /** Undoes what the load has left behind, and ends an own group in good order. */
  close(): Promise<void>
  /** Ends an own group at once. */
  kill(): Promise<void>
}
export type OwnGroup = {
  readonly primaryPid: number
  readonly dataDir: string
  readonly probeDir: string
  readonly workers: number
}

const RATIO = 10

/** A group in a temporary folder. Its processes can be told to collect their garbage and to say what is left (`heap-probe.mjs`). */
export async function startOwnGroup(workers: number, publishers: number): Promise<Target> {
  const probeDir = await mkdtemp(join(tmpdir(), 'sluice-load-'))
  const group = await startGroup({
    node: process.execPath,
    env: {
      WORKERS: String(workers),
      ADMIN_RATE_LIMIT: '0',
      NODE_OPTIONS: `--import=${fileURLToPath(new URL('sampling/heap-probe.mjs', import.meta.url))}`,
      SLUICE_LOAD_PROBE: probeDir,
    },
  })
  const remove = async (): Promise<void> => {
    await group.destroy()
    await rm(probeDir, { recursive: true, force: true })
  }
  const config = ownConfig(publishers)
  try {
    await applyConfig(group.url, group.token, config)
  } catch (error) {
    await remove()
    throw error
  }
  return {
    url: group.url,
    adminUrl: group.url,
    token: group.token,
    isOwn: true,
    config,
    publisherCdn: (publisher) => `load-${publisher + 1}`,
    overriddenCdn: 'load-out',
    own: { primaryPid: group.primaryPid, dataDir: group.dataDir, probeDir, workers },
    async close() {
      await group.end()
      await remove()
    },
    kill: remove,
  }
}

/** A CDN for each publisher, and one for overrides. */
function ownConfig(publishers: number): KnownConfig {
  const keys = [...Array.from({ length: publishers }, (_, index) => `load-${index + 1}`), 'load-out']
  return {
    cdns: keys.map((key) => ({ key, baseUrl: `${key}.example.com/r0` })),
    originClusters: [{ hostSuffix: 'origin-cluster', serverLabelPattern: null, schemes: ['http'] }],
    settings: { ratio: RATIO, redirectStatus: 302 },
  }
}

async function applyConfig(url: string, token: string, config: KnownConfig): Promise<void> {
  const admin = openAdminClient(url, token)
  const query = `mutation Apply($config: RoutingConfigInput!) {
    applyConfig(input: { config: $config, waitForWorkersSeconds: 5 }) { __typename ... on UserError { message } }
  }`
  const originClusters = config.originClusters.map((cluster) => ({ key: 'load', ...cluster }))
  try {
    const answer = await admin.graphql<{ applyConfig: { message?: string } }>(query, { config: { ...config, originClusters } })
    if (answer.applyConfig.message !== undefined) throw new Error(answer.applyConfig.message)
  } finally {
    admin.close()
  }
}

/** A group that runs already. Its configuration is taken as it is; publishes change the name of its first CDN alone. */
export async function findGroup(url: string, adminUrl: string, token: string): Promise<Target> {
  const admin = openAdminClient(adminUrl, token)
  const query = `{ liveRevision { config {
    cdns { key name baseUrl } originClusters { hostSuffix serverLabelPattern schemes } settings { ratio redirectStatus }
  } } }`
  type Live = {
    readonly config: Omit<KnownConfig, 'cdns'> & {
      readonly cdns: readonly (KnownConfig['cdns'][number] & { readonly name: string })[]
    }
  }
  try {
    const { config } = (await admin.graphql<{ liveRevision: Live }>(query)).liveRevision
    const [first] = config.cdns
    return {
      url,
      adminUrl,
      token,
      isOwn: false,
      config,
      publisherCdn: () => first?.key ?? '',
      overriddenCdn: config.cdns.length > 1 ? config.cdns.at(-1)?.key : undefined,
      async close() {
        if (first !== undefined) await giveNameBack(first.key, first.name)
        admin.close()
      },
      kill: async () => undefined,
    }
  } catch (error) {
    admin.close()
    throw error
  }

  async function giveNameBack(key: string, name: string): Promise<void> {
    const live = (await admin.graphql<{ liveRevision: Live }>(query)).liveRevision.config.cdns
    if (live.find((cdn) => cdn.key === key)?.name === name) return
    await admin.graphql(
      `mutation GiveBack($cdn: CdnInput!) {
        upsertCdn(input: $cdn) { __typename } publish(input: { message: "after a load" }) { __typename }
      }`,
      { cdn: { key, name } },
    )
  }
}
