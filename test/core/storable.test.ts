import { expect, it } from 'vitest'
import { isStorableJson, isStorableMoment, isStorableNumber } from '../../src/core/storable.ts'

it.each([
  { value: 0, isStorable: true },
  { value: 2_000_000_000, isStorable: true },
  { value: 2_000_000_001, isStorable: false },
  { value: -1, isStorable: false },
  { value: 1.5, isStorable: false },
  { value: '1', isStorable: false },
])('a database takes $value as a number: $isStorable', ({ value, isStorable }) => {
  expect(isStorableNumber(value)).toBe(isStorable)
})

it.each([
  { value: '2026-01-31T12:00:00.000Z', isStorable: true },
  { value: '0026-01-31T12:00:00.000Z', isStorable: false },
  { value: '+012026-01-31T12:00:00.000Z', isStorable: false },
  { value: 'soon', isStorable: false },
  { value: 0, isStorable: false },
])('a database takes $value as a moment: $isStorable', ({ value, isStorable }) => {
  expect(isStorableMoment(value)).toBe(isStorable)
})

it.each([
  { value: { a: ['\u0001 \ud83d\ude00 \\u0000 \\\\ud83d'] }, isStorable: true },
  { value: { a: ['b\0'] }, isStorable: false },
  { value: { a: ['\\\0'] }, isStorable: false },
  { value: { 'a\ud83d': 1 }, isStorable: false },
  { value: '\ude00', isStorable: false },
])('a database takes %j as JSON', ({ value, isStorable }) => {
  expect(isStorableJson(value)).toBe(isStorable)
})
