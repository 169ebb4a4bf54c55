import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { runBin, sluice } from '../support/sluice-command.ts'

const root = new URL('../..', import.meta.url).pathname
const bin = join(root, 'bin/sluice.mjs')

let group: Group
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-commands-'))
  group = await startGroup({ dataDir: await mkdtemp(join(folder, 'data-')) })
})
afterAll(async () => {
  await group.destroy()
  await rm(folder, { recursive: true, force: true })
})

describe('sluice as a program', () => {
  it('runs by npx in the project, and finds the service and its token by DATA_DIR', async () => {
    const outcome = await runBin(['npx', 'sluice', 'config', 'history', '--json'], { env: { DATA_DIR: group.dataDir } })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout)).toMatchObject([{ number: 1, live: true }])
  })

  it('runs anywhere once it is linked, and finds ./data of the folder that it stands in', async () => {
    const prefix = join(folder, 'prefix')
    await mkdir(join(prefix, 'lib'), { recursive: true })
    const env = { npm_config_prefix: prefix }
    expect(await runBin(['npm', 'link', '--offline', '--ignore-scripts', '--no-audit'], { env })).toMatchObject({ code: 0 })
    const linked = join(prefix, 'bin/sluice')
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    expect(await runBin([linked, 'config', 'history'], { cwd: elsewhere })).toMatchObject({
      code: 77,
      stderr: expect.stringContaining('no service runs on ./data') as string,
    })
    const found = await startGroup({ dataDir: join(elsewhere, 'data'), env: { HOST: '0.0.0.0' } })
    const outcome = await runBin([linked, 'config', 'history'], { cwd: elsewhere })
    await found.destroy()
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('bootstrap') as string })
  })

  it('sends the token of a data folder to no other address', async () => {
    const env = { DATA_DIR: group.dataDir, SLUICE_URL: group.url }
    const stderr = expect.stringContaining('SLUICE_TOKEN is not set') as string
    expect(await runBin([bin, 'config', 'history'], { env })).toMatchObject({ code: 77, stderr })
  })

  it('finds a service on a port for admins alone, does not know the token that it was given, and says so', async () => {
    const ports = { ADMIN_PORT: String(await freePort()) }
    const given = await startGroup({ env: { ADMIN_TOKEN: 'kX3-9vQ_fW7zLm2Rb8Ty', ...ports } })
    const env = { DATA_DIR: given.dataDir }
    const without = await runBin([bin, 'config', 'history'], { env })
    const withToken = await runBin([bin, 'config', 'history'], { env: { ...env, SLUICE_TOKEN: given.token } })
    await given.destroy()
    expect(without).toMatchObject({ code: 77, stderr: expect.stringContaining('ADMIN_TOKEN') as string })
    expect(withToken).toMatchObject({ code: 0 })
    const stderr = expect.stringContaining(`no service runs on ${given.dataDir}`) as string
    expect(await runBin([bin, 'config', 'history'], { env })).toMatchObject({ code: 69, stderr })
  })

  it('is the same by npm run', async () => {
    expect((await sluice(['--help'])).stdout).toBe((await runBin([bin, '--help'], {})).stdout)
  })
})
