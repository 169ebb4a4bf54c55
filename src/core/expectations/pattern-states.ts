import { ENTER, INSIDE, STAR, tokensOf, type Token } from '../request/path-glob.ts'

/** A pattern of whole paths, as steps that the characters of a path take. */
export type Pattern = readonly Token[]
/** Places in a pattern that the beginning of a path may have come to, ascending; without any no path that begins so fits. */
export type Places = readonly number[]

export function patternOfGlob(glob: string): Pattern {
  return tokensOf(glob)
}

/** A prefix stands for all paths that begin with it. */
export function patternOfPrefix(prefix: string): Pattern {
  return [...prefix, INSIDE]
}

export function placesBefore(pattern: Pattern): Places {
  return closeOver(pattern, [0])
}

/** Takes one character. */
export function stepOver(pattern: Pattern, places: Places, char: string): Places {
  if (places.length === 0) return places
  const next: number[] = []
  for (const place of places) {
    const token = pattern[place]
    if (token === INSIDE || (token === STAR && char !== '/')) next.push(place)
    else if (token === char || (token === ENTER && char === '/')) next.push(place + 1)
  }
  return closeOver(pattern, next)
}

export function isAtEnd(pattern: Pattern, places: Places): boolean {
  return places.at(-1) === pattern.length
}

/** Whether every path that begins so fits. */
export function fitsForever(pattern: Pattern, places: Places): boolean {
  return isAtEnd(pattern, places) && pattern.at(-1) === INSIDE && places.includes(pattern.length - 1)
}

/** Adds the places behind tokens that may take nothing. */
function closeOver(pattern: Pattern, places: readonly number[]): Places {
  const reached: number[] = []
  for (const place of places) reach(place)
  return reached.toSorted((a, b) => a - b)

  function reach(place: number): void {
    if (reached.includes(place)) return
    reached.push(place)
    const token = pattern[place]
    if (token === STAR || token === INSIDE) reach(place + 1)
    else if (token === ENTER) reach(place + 2)
  }
}
