import { expect, it } from 'vitest'
import { measurePublishToRedirect, percentile } from '../bench/publish-to-redirect.ts'

it.each(['1', '2'])(
  'is followed within 1 s by every redirect, 100 times under load, none failing, with %s worker(s)',
  async (WORKERS) => {
    const figures = await measurePublishToRedirect(100, 8, { env: { WORKERS } })
    console.log(
      `followed after p50 ${percentile(figures.followMs, 50).toFixed(1)} ms, max ${percentile(figures.followMs, 100).toFixed(1)} ms`,
    )
    expect(figures.failures).toEqual([])
    expect(figures.redirects).toBeGreaterThan(100)
    expect(Math.max(...figures.followMs)).toBeLessThan(1_000)
  },
)
