import { describe, expect, it } from 'vitest'
import { bringIn, settle, typeInto, type EntryDraft } from '../../ui/pages/config/form/edit-draft.ts'
import { mergeEdits } from '../../ui/pages/config/form/merge.ts'

// What becomes of a half filled form when somebody else saves the same entry.
const check = { path: '/live', fall: 3, rise: 2 }
const members = [{ cdn: 'a', weight: 1 }, { cdn: 'b', weight: 1 }] // prettier-ignore

describe('mergeEdits', () => {
  it.each([
    { what: 'a field that I changed', mine: { w: 2 }, theirs: {}, value: { w: 2 } },
    { what: 'a field that they changed', mine: {}, theirs: { w: 2 }, value: { w: 2 } },
    { what: 'different fields', mine: { w: 2 }, theirs: { n: 'x' }, value: { w: 2, n: 'x' } },
    { what: 'the same value twice', mine: { w: 2 }, theirs: { w: 2 }, value: { w: 2 } },
    { what: 'a nested field each', mine: { c: { ...check, fall: 5 } }, theirs: { c: { ...check, rise: 9 } }, value: { c: { ...check, fall: 5, rise: 9 } } }, // prettier-ignore
    { what: 'a member each', mine: { m: [...members, { cdn: 'c' }] }, theirs: { m: [{ cdn: 'a', weight: 7 }, { cdn: 'b', weight: 1 }] }, value: { m: [{ cdn: 'a', weight: 7 }, { cdn: 'b', weight: 1 }, { cdn: 'c' }] } }, // prettier-ignore
    { what: 'a member that they removed', mine: { w: 2 }, theirs: { m: [{ cdn: 'b', weight: 1 }] }, value: { w: 2, m: [{ cdn: 'b', weight: 1 }] } }, // prettier-ignore
  ])('takes $what without a conflict', ({ mine, theirs, value }) => {
    const base = { w: 1, n: 'n', c: check, m: members }
    const merged = mergeEdits({ base, mine: { ...base, ...mine }, theirs: { ...base, ...theirs } })
    expect(merged).toMatchObject({ value: { ...base, ...value }, conflicts: [] })
  })

  it.each([
    { what: 'a field', base: { w: 1 }, mine: { w: 2 }, theirs: { w: 3 }, path: ['w'] },
    { what: 'a nested field', base: { c: check }, mine: { c: { ...check, fall: 4 } }, theirs: { c: { ...check, fall: 5 } }, path: ['c', 'fall'] }, // prettier-ignore
    { what: 'a field of a member', base: { m: members }, mine: { m: [{ cdn: 'a', weight: 2 }] }, theirs: { m: [{ cdn: 'a', weight: 3 }] }, path: ['m', 'a', 'weight'] }, // prettier-ignore
    { what: 'an object that one side switched off', base: { c: check }, mine: { c: null }, theirs: { c: { ...check, fall: 5 } }, path: ['c'] }, // prettier-ignore
  ])('keeps mine and tells of theirs where both changed $what', ({ base, mine, theirs, path }) => {
    const { value, conflicts } = mergeEdits({ base, mine, theirs })
    expect(value).toEqual(mine)
    expect(conflicts.map((conflict) => conflict.path)).toEqual([path])
  })
})

describe('a draft', () => {
  const known = { entry: { key: 'a', weight: 1, name: 'a' }, version: 4 }
  const typed = (mine: object) => typeInto(undefined, known, { ...known.entry, ...mine })

  it('ends when what was typed is what is there', () => {
    expect(typed({ weight: 1 })).toBeUndefined()
    expect(bringIn(typed({ weight: 2 }) as EntryDraft, { entry: { ...known.entry, weight: 2 }, version: 5 })).toBeUndefined()
  })

  it('is based on the newer version once others edited, and keeps what was typed', () => {
    const draft = bringIn(typed({ weight: 2 }) as EntryDraft, { entry: { ...known.entry, name: 'b' }, version: 5 })
    expect(draft).toMatchObject({ version: 5, mine: { weight: 2, name: 'b' }, taken: [{ path: ['name'] }] })
  })

  it('keeps what was typed when somebody deleted the entry', () => {
    expect(bringIn(typed({ weight: 2 }) as EntryDraft, { entry: null, version: 5 })).toMatchObject({
      isDeletedMeanwhile: true,
      mine: { weight: 2 },
    })
  })

  it('takes the chosen value of a conflict', () => {
    const draft = bringIn(typed({ weight: 2, name: 'b' }) as EntryDraft, { entry: { ...known.entry, weight: 3 }, version: 5 })
    const [conflict] = draft?.conflicts ?? []
    expect(draft && conflict && settle(draft, conflict, conflict.theirs)).toMatchObject({ mine: { weight: 3 }, conflicts: [] })
  })
})
