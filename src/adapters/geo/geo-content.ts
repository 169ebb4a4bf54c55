import type { Ranges } from '../../core/geo/ranges.ts'

/** What a database says of all addresses, read and checked whole, so that a lookup cannot fail. */
export type GeoContent<Value> = {
  readonly builtAtEpochMs: number
  readonly ipv4: Ranges
  readonly ipv6: Ranges
  /** By number; the first is that of unknown addresses. */
  readonly values: readonly (Value | undefined)[]
}

/** Numbers each value once. Values that are the same object, or number, are one. */
export type ValueNumbers<Value> = {
  readonly numberOf: (value: Value | undefined) => number
  readonly values: (Value | undefined)[]
}

export function numberValues<Value>(): ValueNumbers<Value> {
  const values: (Value | undefined)[] = [undefined]
  const numbers = new Map<Value | undefined, number>([[undefined, 0]])
  return {
    values,
    numberOf(value) {
      const known = numbers.get(value)
      if (known !== undefined) return known
      numbers.set(value, values.length)
      return values.push(value) - 1
    },
  }
}
