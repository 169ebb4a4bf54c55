import { expect, it } from 'vitest'
import { openSecretNews } from '../../src/app/secret-news.ts'

it('tells once that a secret is missing, why when that changes, and once that it is missing no longer', () => {
  const lines: string[] = []
  const tell = openSecretNews('node-a:8000', (level, line) => lines.push(`${level} ${line}`))
  const missing = (why: string) => ({ cdn: 'a', why, workers: ['worker-1'] })
  for (const set of [
    [],
    [missing('file:a: no such file')],
    [missing('file:a: no such file')],
    [missing('file:a: it is empty')],
    [],
    [],
  ])
    tell(set)
  expect(lines).toEqual([
    'warn CDN a gets no redirects from node-a:8000 (SECRET_MISSING): file:a: no such file',
    'warn CDN a gets no redirects from node-a:8000 (SECRET_MISSING): file:a: it is empty',
    'info CDN a: its secret is no longer missing on node-a:8000',
  ])
})
