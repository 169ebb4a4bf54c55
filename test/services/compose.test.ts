import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { requirePrograms } from '../support/server-process.ts'

// Docker Compose of Debian's package reads the file, without a Docker engine.
const root = join(import.meta.dirname, '../..')

type Model = { readonly services: Readonly<Record<string, { readonly ports?: readonly object[] }>> }
function read(profiles: readonly string[], env: Readonly<Record<string, string>> = {}): Model {
  requirePrograms()
  const { PATH = '' } = process.env
  const chosen = profiles.flatMap((profile) => ['--profile', profile])
  const args = ['--file', join(root, 'docker-compose.yml'), '--env-file', '/dev/null', ...chosen, 'config', '--format', 'json']
  return JSON.parse(execFileSync('docker-compose', args, { env: { PATH, ...env }, encoding: 'utf8' })) as Model
}

it('is read without anything in the environment', () => {
  expect(Object.keys(read([]).services).toSorted()).toEqual(['postgres', 'redis', 'secrets', 'sluice'])
  expect(read([]).services['sluice']?.ports).toMatchObject([{ target: 8_000, published: '8000' }])
})

it.each([
  { profiles: ['https'], adds: ['caddy'] },
  { profiles: ['monitoring'], adds: ['grafana', 'prometheus', 'prometheus-token'] },
  { profiles: ['replica'], adds: ['postgres-replica'] },
  {
    profiles: ['https', 'monitoring', 'replica'],
    adds: ['caddy', 'grafana', 'postgres-replica', 'prometheus', 'prometheus-token'],
  },
])('adds $adds by $profiles', ({ profiles, adds }) => {
  const always = Object.keys(read([]).services)
  const added = Object.keys(read(profiles).services).filter((name) => !always.includes(name))
  expect(added.toSorted()).toEqual(adds)
})

it('keeps the port to this machine when told to', () => {
  expect(read([], { PUBLISH: '127.0.0.1:8000' }).services['sluice']?.ports).toMatchObject([
    { target: 8_000, published: '8000', host_ip: '127.0.0.1' },
  ])
})
