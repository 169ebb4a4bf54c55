import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { expect, it, onTestFinished, vi } from 'vitest'
import { secureLink } from '../../../src/core/signing/secure-link.ts'

it('prepares no link where Node has no MD5, as in FIPS mode', () => {
  const spy = vi.spyOn(crypto, 'hash').mockImplementation(() => {
    throw new Error('error:0308010C:digital envelope routines::unsupported')
  })
  syncBuiltinESMExports()
  onTestFinished(() => {
    spy.mockRestore()
    syncBuiltinESMExports()
  })
  expect(secureLink.prepare('a secret of an nginx')).toBeUndefined()
})
