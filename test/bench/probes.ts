// What the checks of many CDNs cost the process that makes them: `npm run bench:probes -- --help`.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openHttpProbe } from '../../src/adapters/http/probe.ts'
import { openNameResolution, systemResolver } from '../../src/adapters/http/resolve-name.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import type { HealthCheck } from '../../src/core/config/health-check.ts'
import type { Probe } from '../../src/ports/probe.ts'
import { makeAuthority, type KeyPair } from '../support/certificates.ts'
import { startFakeCdn } from '../support/fake-cdn.ts'
import { startFakeDns } from '../support/fake-dns.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'

const CDNS = 1_000
const ALLOWED_PERCENT = 10
const HOST = 'cdn.test'

const help = `usage: npm run bench:probes -- [--seconds 10] [--rounds 3] [--interval 10]

CPU of a process that checks ${CDNS.toLocaleString('en')} CDNs, each once in so many seconds, evenly spread. They are one fake CDN in
another process: over plain HTTP with an address in the base URL, with a name that a name server there resolves, and over HTTPS.
Medians of the rounds; fails when plain HTTP with an address takes more than ${ALLOWED_PERCENT} % of a core.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    interval: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
})

type Ports = { readonly plain: number; readonly secure: number; readonly dns: string }

const check: HealthCheck = {
  path: '/live/probe.m3u8',
  method: 'GET',
  expectStatus: [],
  expectBody: '#EXTM3U',
  intervalSeconds: Number(values.interval),
  timeoutSeconds: 2,
  fall: 3,
  rise: 2,
  slowStartSeconds: 60,
  internal: true,
}

if (process.send !== undefined) process.once('message', (pair: KeyPair) => void serve(pair))
else if (values.help) console.log(help)
else await interruptible(bench)

/** The other process. Its parent is the only one who knows it, so it ends with that. */
async function serve(certificate: KeyPair): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const dns = await startFakeDns({ [HOST]: { A: ['127.0.0.1'] } })
  const [plain, secure] = await Promise.all([startFakeCdn({ host: '0.0.0.0' }), startFakeCdn({ certificate })])
  process.send?.({ plain: plain.port, secure: secure.port, dns: dns.address } satisfies Ports)
}

async function bench(signal: AbortSignal): Promise<void> {
  const authority = makeAuthority('bench')
  setDefaultCACertificates([...getCACertificates('default'), authority.cert])
  const child = fork(new URL(import.meta.url))
  try {
    const { plain, secure, dns } = await portsOf(child, authority.issue([HOST], 30))
    const resolveName = openNameResolution(() => {
      const resolver = systemResolver()
      resolver.setServers([dns])
      return resolver
    })
    const probe = openHttpProbe({ clock: systemClock, resolveName, version: 'bench' })
    console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}\n\n| check | CPU, µs | of a core, % |\n| --- | ---: | ---: |`)
    const percent = await row(
      'plain HTTP, an address',
      probe,
      (index) => `http://127.0.${index >> 8}.${index & 255 || 1}:${plain}`,
    )
    await row('plain HTTP, a name', probe, () => `http://${HOST}:${plain}`)
    await row('HTTPS, a name', probe, () => `https://${HOST}:${secure}`)
    if (percent > ALLOWED_PERCENT) process.exitCode = 1
  } finally {
    child.disconnect()
  }

  async function row(what: string, probe: Probe, baseUrlOf: (index: number) => string): Promise<number> {
    await Promise.all(Array.from({ length: 50 }, (_, index) => probe({ baseUrl: baseUrlOf(index), check })))
    const rounds: number[] = []
    for (let round = 0; round < Number(values.rounds) && !signal.aborted; round += 1) rounds.push(await cost(probe, baseUrlOf))
    const micros = median(rounds)
    const percent = (micros * CDNS) / check.intervalSeconds / 10_000
    console.log(`| ${what} | ${micros.toFixed(0)} | ${percent.toFixed(1)} |`)
    return percent
  }

  /** CPU of one probe in µs, all that the pace takes included. */
  async function cost(probe: Probe, baseUrlOf: (index: number) => string): Promise<number> {
    const everyMs = (check.intervalSeconds * 1_000) / CDNS
    const all = Math.round((Number(values.seconds) * 1_000) / everyMs)
    const before = process.cpuUsage()
    const startMs = performance.now()
    const underWay: Promise<void>[] = []
    while (underWay.length < all && !signal.aborted) {
      const due = Math.min(all, Math.floor((performance.now() - startMs) / everyMs))
      while (underWay.length < due) underWay.push(pass(probe, baseUrlOf(underWay.length % CDNS)))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    await Promise.all(underWay)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / underWay.length
  }
}

async function pass(probe: Probe, baseUrl: string): Promise<void> {
  const { IPV4: result } = await probe({ baseUrl, check })
  if (result?.outcome !== 'PASSED') throw new Error(`a probe did not pass: ${JSON.stringify(result)}`)
}

async function portsOf(child: ChildProcess, pair: KeyPair): Promise<Ports> {
  const ports = once(child, 'message')
  child.send(pair)
  const [first] = (await ports) as [Ports]
  return first
}
