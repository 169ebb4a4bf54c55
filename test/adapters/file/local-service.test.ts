import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLocalService } from '../../../src/adapters/file/local-service.ts'
import { writePrimaryState } from '../../../src/adapters/file/primary-state.ts'
import { lockDataFolder, type DataFolderLock } from '../../../src/adapters/file/data-folder-lock.ts'

const rolls = { asked: 0, over: 0, problem: null }
const own = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address.split('%')[0] ?? '') ?? [])

let dataDir: string
let lock: DataFolderLock | undefined
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-local-'))
  lock = await lockDataFolder(dataDir, 0, undefined, 'primary.lock')
})
afterEach(() => {
  lock?.release()
  return rm(dataDir, { recursive: true })
})

const run = (adminUrl: string | null, hasTokenFile = true): void =>
  writePrimaryState(dataDir, { pid: 7, workers: 1, adminUrl, hasTokenFile, rolls })

describe('a service of this machine', () => {
  it.each(['http://127.0.0.1:8000', 'http://localhost:8000', 'http://[::1]:8000', ...own.map((address) => urlOf(address))])(
    'is found at %s, with the token that it made',
    async (url) => {
      run(url)
      await writeFile(join(dataDir, 'admin-token'), 'its-token\n')
      const found = await findLocalService(dataDir)
      expect([found?.adminUrl, await found?.readToken?.()]).toEqual([url, 'its-token'])
    },
  )

  it.each([null, 'http://192.0.2.7:8000', 'http://elsewhere.example.com:8000'])('is not asked at %s', async (url) => {
    run(url)
    expect((await findLocalService(dataDir))?.adminUrl).toBeUndefined()
  })

  it('has no token in the folder when it was given one: the file is of an earlier start', async () => {
    run('http://127.0.0.1:8000', false)
    await writeFile(join(dataDir, 'admin-token'), 'an-old-token\n')
    expect((await findLocalService(dataDir))?.readToken).toBeUndefined()
  })

  it('is none where the primary has ended, whatever it left', async () => {
    run('http://127.0.0.1:8000')
    lock?.release()
    expect(await findLocalService(dataDir)).toBeUndefined()
  })

  it('is none in an empty folder, or in none', async () => {
    expect(await findLocalService(dataDir)).toBeUndefined()
    expect(await findLocalService(join(dataDir, 'nowhere'))).toBeUndefined()
  })
})

function urlOf(address: string): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:8000`
}
