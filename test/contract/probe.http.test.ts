import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openHttpProbe } from '../../src/adapters/http/probe.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { probeContract } from './probe.contract.ts'

probeContract('the HTTP(S) probe', (names, trusted) => {
  // As NODE_EXTRA_CA_CERTS does it for a whole process.
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, trusted.cert])
  const probe = openHttpProbe({
    clock: systemClock,
    resolveName: (name) => ({ IPV4: answer(names[name]?.IPV4), IPV6: answer(names[name]?.IPV6) }),
    version: '1.2.3',
  })
  return { probe, close: () => setDefaultCACertificates(before) }
})

function answer(addresses: readonly string[] | 'SILENCE' | 'FAILURE' = []): Promise<readonly string[]> {
  if (addresses === 'FAILURE') return Promise.reject(new Error('ESERVFAIL'))
  return addresses === 'SILENCE' ? new Promise(() => undefined) : Promise.resolve(addresses)
}
