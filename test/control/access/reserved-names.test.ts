import { describe, expect, it } from 'vitest'
import { isReservedName } from '../../../src/control/access/reserved-names.ts'

describe('a name that people read as one of Sluice itself', () => {
  it.each([
    { what: 'as it is', names: ['admin-token', 'bootstrap', 'sluice', 'anonymous', 'api-token:ci', 'api-token:'] },
    { what: 'in another case or width', names: ['Admin-Token', 'SLUICE', '\uff41dmin-token', '𝓼𝓵𝓾𝓲𝓬𝓮'] },
    { what: 'with what cannot be seen', names: [' admin-token', 'admin-token\u200b', 'slu\u00adice', 'ano\u2060nymous'] },
    { what: 'with marks', names: ['ạdmin-token', 'slüice', 'anonymoüs', 'bo\u0307otstrap'] },
    {
      what: 'with Cyrillic letters',
      names: ['\u0430dmin-token', '\u0410dmin-t\u043eken', 'slui\u0441\u0435', '\u0430n\u043en\u0443m\u043eus'],
    },
    {
      what: 'with Greek, Armenian or Cherokee ones',
      names: ['an\u03bfnymous', 'sl\u057dice', '\u13da\u13de\u144c\u13a5\u13df\u13ac'],
    },
    {
      what: 'with another dash or colon',
      names: ['admin\u2010token', 'admin\u2212token', 'api-token\ua789ci', 'api\u2011token\u2236ci'],
    },
    {
      what: 'with the digits and letters of ASCII that look alike',
      names: ['s1uice', 'sIuice', 'an0nymous', 'adrnin-token', 'b0otstrap'],
    },
    { what: 'with a ligature', names: ['b\ua74ftstrap', 'boo\u02a6trap'] },
  ])('is reserved, $what', ({ names }) => {
    expect(names.filter((name) => !isReservedName(name))).toEqual([])
  })

  it.each([
    'ann',
    'admin',
    'admin-token@example.com',
    'Андрей',
    'мария',
    '李雷',
    'Søren',
    'token',
    'api-tokens',
    'sluice-ci',
    'sluicer',
    '',
  ])('is none of somebody else: %j', (name) => expect(isReservedName(name)).toBe(false))
})
