import { graphql } from '../../support/http.ts'
import { startGroup, type Group, type StartOptions } from '../../support/process-group.ts'

export type Sluice = {
  readonly group: Group
  readonly workerPid: number
  /** Ends it in good order, so that it leaves nothing behind. */
  stop(): Promise<void>
}

/** A whole group with one worker, and which of its processes that is. */
export async function openSluice(options: StartOptions = {}): Promise<Sluice> {
  const group = await startGroup({ ...options, env: { WORKERS: '1', ...options.env } })
  const { data } = await graphql<{ workers: { pid: number }[] }>(group.url, group.token, '{ workers { pid } }')
  return {
    group,
    workerPid: data?.workers[0]?.pid ?? 0,
    async stop() {
      await group.end()
      await group.destroy()
    },
  }
}
