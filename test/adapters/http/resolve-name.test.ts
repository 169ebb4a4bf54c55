import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNameResolution } from '../../../src/adapters/http/resolve-name.ts'
import { startFakeDns, type FakeDns } from '../../support/fake-dns.ts'

let dns: FakeDns
beforeAll(async () => {
  dns = await startFakeDns({
    'both.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
    'four.test': { A: ['192.0.2.1'] },
    'six.test': { AAAA: ['2001:db8::1'] },
    'none.test': {},
    'half-dead.test': { A: ['192.0.2.1'], AAAA: 'SILENCE' },
    'half-failing.test': { A: 'SERVFAIL', AAAA: [] },
    'silent.test': { A: 'SILENCE', AAAA: 'SILENCE' },
    localhost: { A: ['192.0.2.9'] },
  })
})
afterAll(() => dns.close())

const options = { timeout: 200, tries: 1 }

/** Addresses of both families, or how the resolution failed. */
async function resolve(name: string, newResolver = () => dns.newResolver(options), signal = new AbortController().signal) {
  const { IPV4, IPV6 } = openNameResolution(newResolver)(name, signal)
  const [four, six] = await Promise.all([IPV4, IPV6].map((each) => each.catch((error: { code?: string }) => error.code)))
  return { four, six }
}

it.each([
  ['both.test', ['192.0.2.1', '192.0.2.2'], ['2001:db8::1']],
  ['four.test', ['192.0.2.1'], []],
  ['six.test', [], ['2001:db8::1']],
  ['half-dead.test', ['192.0.2.1'], 'ETIMEOUT'],
  ['silent.test', 'ETIMEOUT', 'ETIMEOUT'],
  ['half-failing.test', 'ESERVFAIL', 'ESERVFAIL'],
])('%s has in DNS %j and %j', async (name, four, six) => {
  const { four: actual4, six: actual6 } = await resolve(name)
  expect(typeof actual4 === 'object' ? actual4.toSorted() : actual4).toEqual(four)
  expect(actual6).toEqual(six)
})

it('each family is known when its own answer has come', async () => {
  const cancelled = new AbortController()
  const { IPV4, IPV6 } = openNameResolution(() => dns.newResolver({ timeout: 5_000, tries: 1 }))(
    'half-dead.test',
    cancelled.signal,
  )
  expect(await IPV4).toEqual(['192.0.2.1'])
  cancelled.abort()
  await expect(IPV6).rejects.toThrow('ECANCELLED')
})

it('a name that DNS does not know is looked up by the system, which has a hosts file', async () => {
  const unknowing = await startFakeDns({})
  const { four } = await resolve('localhost', () => unknowing.newResolver(options))
  expect(four).toEqual(['127.0.0.1'])
  expect(unknowing.asked.toSorted()).toEqual(['A localhost', 'AAAA localhost'])
  await unknowing.close()
  // Nor is a machine without a name server lost.
  expect(await resolve('localhost', () => unknowing.newResolver(options))).toMatchObject({ four: ['127.0.0.1'] })
})

it('a name that DNS knows is not looked up by the system', async () => {
  expect(await resolve('localhost')).toEqual({ four: ['192.0.2.9'], six: [] })
})

it('a lookup by the system that nobody waits for any more is left out', async () => {
  const resolveName = openNameResolution(() => dns.newResolver(options))
  const unknown = Array.from({ length: 20 }, (_, index) => `unknown-${index}.invalid`)
  const late = AbortSignal.abort()
  const answers = await Promise.all(
    unknown.map((name) => resolveName(name, late).IPV4.catch((error: { code?: string }) => error.code)),
  )
  expect(answers).toEqual(unknown.map(() => []))
})
