import { expect, it, onTestFinished } from 'vitest'
import { location, put } from '../support/admin.ts'
import { openForwarder } from '../support/forwarder.ts'
import { startLoad } from '../support/load.ts'
import { openPostgresReplica } from '../support/postgres-replica.ts'
import { databasePassword, openPostgresServer } from '../support/postgres-server.ts'
import { startGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

it('takes publishes within 30 s of a kill -9 of the primary, once the replica is promoted, and fails no redirect meanwhile', async () => {
  const primary = await openPostgresServer()
  onTestFinished(() => primary.remove())
  await primary.database('sluice')
  const replica = await openPostgresReplica(primary.port)
  onTestFinished(() => replica.remove())
  await replica.start()
  const address = await openForwarder(primary.port)
  onTestFinished(() => address.close())
  const env = {
    DATABASE_URL: `postgresql://sluice:${databasePassword}@127.0.0.1:${address.port}/sluice`,
    DATABASE_REPLICA_URL: replica.urlOf('sluice'),
    WORKERS: '2',
    RATIO: '0',
    CDN_HOST: 'first.example.com',
  }
  const group = await startGroup({ env })
  onTestFinished(() => group.destroy())
  const publish = async (host: string): Promise<boolean> => (await put(group, { cdn_host: host })).status === 200
  expect(await publish('before.example.com')).toBe(true)
  await until('the replica has it', 5_000, async () => (await replica.query('sluice', allRevisions)).length === 2)

  const load = startLoad(`${group.url}/?video=http://s1.origin-cluster/video/x.m3u8`, 20)
  await primary.kill()
  const killedMonoMs = performance.now()
  expect(await publish('lost.example.com')).toBe(false)
  await replica.query('postgres', 'SELECT pg_promote()')
  address.moveTo(replica.port)
  await until('a publish is taken', 30_000, () => publish('after.example.com'))
  const backMs = performance.now() - killedMonoMs
  await until('players go there', 5_000, async () => (await location(group))?.includes('after.example.com') === true)
  const { redirects, failures } = await load.stop()

  console.log(`publishes are back ${backMs.toFixed(0)} ms after the kill; ${redirects} redirects meanwhile`)
  expect(failures).toEqual([])
  expect(redirects).toBeGreaterThan(100)
  expect((await replica.query('sluice', allRevisions)).length).toBe(3)
}, 90_000)

const allRevisions = 'SELECT number FROM config_revision'
