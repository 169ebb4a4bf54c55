import { expect, it } from 'vitest'
import type { Cdn } from '../../../src/core/config/cdn.ts'
import { checkedCdnsOf } from '../../../src/core/health/checked-cdn.ts'
import { configWith } from '../../support/config.ts'
import { checkWith } from '../../support/health.ts'

it.each<{ readonly cdn: Partial<Cdn>; readonly probeUrl: string }>([
  { cdn: { baseUrl: 'old.example.com/vod' }, probeUrl: 'old.example.com/vod' },
  { cdn: { baseUrl: 'http://old.example.com' }, probeUrl: 'http://old.example.com' },
  { cdn: { baseUrl: 'old.example.com/vod', httpsOnly: true }, probeUrl: 'https://old.example.com/vod' },
  { cdn: { baseUrl: 'old.example.com/vod', urlTemplate: '{scheme}://{base}{path}' }, probeUrl: 'https://old.example.com/vod' },
  { cdn: { baseUrl: 'old.example.com', urlTemplate: 'http://{base}{path}' }, probeUrl: 'http://old.example.com' },
  {
    cdn: { baseUrl: 'old.example.com/vod', urlTemplate: 'https://new.example.com:8443/x{path}' },
    probeUrl: 'https://new.example.com:8443',
  },
])('$cdn is probed where its redirects go, $probeUrl', ({ cdn, probeUrl }) => {
  const checked = checkedCdnsOf([configWith({ cdns: [{ ...cdn, healthCheck: checkWith() }] })])
  expect(checked).toMatchObject([{ key: 'default', baseUrl: cdn.baseUrl, probeUrl }])
})
