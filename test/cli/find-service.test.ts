import { describe, expect, it } from 'vitest'
import { CommandFailure } from '../../src/cli/command-failure.ts'
import { findService, type Search } from '../../src/cli/find-service.ts'
import type { LocalService } from '../../src/ports/local-service.ts'

const own: LocalService = { adminUrl: 'http://127.0.0.1:9000', readToken: () => Promise.resolve('own-token') }
const told = 'http://told.example.com'

const search = (env: Search['env'], local?: LocalService, url?: string): Search & { readonly looked: string[] } => {
  const looked: string[] = []
  return { env, url, looked, findLocal: (folder) => (looked.push(folder), Promise.resolve(local)) }
}

describe('the service that is asked, and the token that it is sent', () => {
  it.each([
    { what: 'of ./data', env: {}, local: own, url: 'http://127.0.0.1:9000/', token: 'own-token', looked: ['./data'] },
    {
      what: 'of DATA_DIR',
      env: { DATA_DIR: '/d' },
      local: own,
      url: 'http://127.0.0.1:9000/',
      token: 'own-token',
      looked: ['/d'],
    },
    {
      what: 'of DATA_DIR with a token of its own',
      env: { DATA_DIR: '/d', SLUICE_TOKEN: 't' },
      local: own,
      url: 'http://127.0.0.1:9000/',
      token: 't',
      looked: ['/d'],
    },
    {
      what: 'of SLUICE_URL, whatever runs here',
      env: { DATA_DIR: '/d', SLUICE_URL: told, SLUICE_TOKEN: 't' },
      local: own,
      url: `${told}/`,
      token: 't',
      looked: [],
    },
    {
      what: 'of --url before SLUICE_URL',
      env: { SLUICE_URL: told, SLUICE_TOKEN: 't' },
      local: own,
      option: 'http://option.example.com',
      url: 'http://option.example.com/',
      token: 't',
      looked: [],
    },
    {
      what: 'on port 8000 where nothing runs on ./data',
      env: { SLUICE_TOKEN: 't', SLUICE_URL: '' },
      local: undefined,
      url: 'http://127.0.0.1:8000/',
      token: 't',
      looked: ['./data'],
    },
  ])('$what', async ({ env, local, option, url, token, looked }) => {
    const asked = search(env, local, option)
    const found = await findService(asked)
    expect([found.url.href, found.token, asked.looked]).toEqual([url, token, looked])
  })
})

describe('where none is found it says what was looked at and what to do', () => {
  const unknown: LocalService = { ...own, adminUrl: undefined }
  const given: LocalService = { ...own, readToken: undefined }
  const locked: LocalService = { ...own, readToken: () => Promise.reject(new Error('EACCES: permission denied')) }
  it.each([
    { what: 'nothing runs on ./data', env: {}, code: 77, says: ['./data', 'DATA_DIR', 'SLUICE_TOKEN'] },
    {
      what: 'nothing runs on DATA_DIR',
      env: { DATA_DIR: '/d', SLUICE_TOKEN: 't' },
      code: 69,
      says: ['/d (DATA_DIR)', 'start one'],
    },
    {
      what: 'SLUICE_URL without a token',
      env: { SLUICE_URL: told, DATA_DIR: '/d' },
      local: own,
      code: 77,
      says: ['SLUICE_TOKEN'],
    },
    { what: 'its address is not known', env: {}, local: unknown, code: 69, says: ['./data', 'SLUICE_URL'] },
    { what: 'it was given its token', env: {}, local: given, code: 77, says: ['ADMIN_TOKEN', './data'] },
    { what: 'its token is not for this user', env: {}, local: locked, code: 66, says: ['./data/admin-token', 'EACCES'] },
    { what: 'an address that is none', env: { SLUICE_URL: 'localhost:8000', SLUICE_TOKEN: 't' }, code: 64, says: ['SLUICE_URL'] },
    { what: 'an option that is none', env: { SLUICE_TOKEN: 't' }, option: 'x', code: 64, says: ['--url is no address'] },
  ])('$what: $code', async ({ env, local, option, code, says }) => {
    const failure = await failureOf(search(env, local, option))
    expect(failure.exitCode).toBe(code)
    for (const text of says) expect(failure.message).toContain(text)
  })

  it('a folder that cannot be looked into', async () => {
    const findLocal = (): Promise<never> => Promise.reject(new Error('EACCES: permission denied, primary.json'))
    const failure = await failureOf({ env: {}, url: undefined, findLocal })
    expect([failure.exitCode, failure.message]).toEqual([66, expect.stringContaining('EACCES')])
  })

  it.each(['secret\n', 'sec ret', 'secrét', ' '])('a token that is %j is not shown', async (token) => {
    const failure = await failureOf(search({ SLUICE_URL: told, SLUICE_TOKEN: token }))
    expect(failure.exitCode).toBe(77)
    expect(failure.message).not.toMatch(/sec ?r/)
  })

  it.each(['http://me:secret-x@127.0.0.1', 'ftp://secret-x'])(
    'an address that may hold a password is not shown: %s',
    async (url) => {
      expect((await failureOf(search({ SLUICE_URL: url, SLUICE_TOKEN: 't' }))).message).not.toContain('secret-x')
    },
  )
})

async function failureOf(asked: Search): Promise<CommandFailure> {
  const failure: unknown = await findService(asked).catch((error: unknown) => error)
  if (failure instanceof CommandFailure) return failure
  throw new Error('it did not fail as a command')
}
