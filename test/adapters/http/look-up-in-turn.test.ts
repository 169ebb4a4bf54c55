import { expect, it } from 'vitest'
import { lookUpInTurn } from '../../../src/adapters/http/look-up-in-turn.ts'

const nobody = new AbortController().signal

/** Lookups that end when they are told to. */
function scripted() {
  const begun: string[] = []
  const answers = new Map<string, PromiseWithResolvers<readonly string[]>>()
  const lookUp = lookUpInTurn((name: string) => {
    begun.push(name)
    const answer = Promise.withResolvers<readonly string[]>()
    answers.set(name, answer)
    return answer.promise
  }, 2)
  return {
    begun,
    lookUp,
    end: (name: string) => answers.get(name)?.resolve([name]),
    fail: (name: string) => answers.get(name)?.reject(new Error(name)),
  }
}

it('looks up two at once, and the next when either has ended, though the other hangs', async () => {
  const { begun, lookUp, end } = scripted()
  const names = ['hangs', 'a', 'b', 'c']
  const [, ...others] = names.map((name) => lookUp(name, nobody))
  expect(begun).toEqual(['hangs', 'a'])
  for (const [index, answer] of others.entries()) {
    end(names[index + 1] ?? '')
    expect(await answer).toEqual([names[index + 1]])
  }
  expect(begun).toEqual(names)
})

it('asks once for a name that hangs, however often it is asked for', async () => {
  const { begun, lookUp, end } = scripted()
  const all = [lookUp('hangs', nobody), lookUp('hangs', nobody), lookUp('a', nobody), lookUp('b', nobody), lookUp('b', nobody)]
  end('a')
  await all[2]
  expect(begun).toEqual(['hangs', 'a', 'b'])
  for (const name of ['hangs', 'b']) end(name)
  expect(await Promise.all(all)).toEqual([['hangs'], ['hangs'], ['a'], ['b'], ['b']])
  void lookUp('hangs', nobody)
  expect(begun).toEqual(['hangs', 'a', 'b', 'hangs'])
})

it('goes on after a failure, which all hear who asked', async () => {
  const { begun, lookUp, fail } = scripted()
  const failed = [lookUp('a', nobody), lookUp('a', nobody)].map((answer) => expect(answer).rejects.toThrow('a'))
  void lookUp('b', nobody)
  void lookUp('c', nobody)
  fail('a')
  await Promise.all(failed)
  expect(begun).toEqual(['a', 'b', 'c'])
})

it('leaves out those who gave up while they waited', async () => {
  const { begun, lookUp, end } = scripted()
  const first = lookUp('a', nobody)
  void lookUp('b', nobody)
  const gaveUp = new AbortController()
  const late = lookUp('c', gaveUp.signal)
  gaveUp.abort()
  expect(await late).toEqual([])
  expect(await lookUp('d', gaveUp.signal)).toEqual([])
  end('a')
  await first
  expect(begun).toEqual(['a', 'b'])
})
