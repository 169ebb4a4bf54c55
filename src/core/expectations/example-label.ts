import { MAX_LABEL, defaultPattern } from '../config/server-label.ts'
import { parseServerLabelParts } from '../config/server-label-parts.ts'

/** Gives labels that a pattern allows, a short one at 0, others at higher numbers. */
export function exampleLabels(pattern: string | null): (number: number) => string {
  const parts = parseServerLabelParts(pattern ?? defaultPattern) ?? []
  const characters = parts.map(({ allowed }) => [...allowed.keys()].filter((code) => allowed[code] === 1))
  const fewest = lengthsUpTo(1)
  const most = lengthsUpTo(MAX_LABEL)
  return (number) => {
    let rest = number
    const codes = (number === 0 ? fewest : most).flatMap((length, part) => {
      const choices = characters[part] ?? []
      return Array.from({ length }, () => {
        const chosen = choices[rest % choices.length] ?? 0
        rest = Math.floor(rest / choices.length)
        return chosen
      })
    })
    return String.fromCharCode(...codes)
  }

  /** The least length of each part, and more of the first ones up to a length of all. */
  function lengthsUpTo(all: number): readonly number[] {
    let more = Math.max(all - parts.reduce((sum, { least }) => sum + least, 0), 0)
    return parts.map(({ least, most: longest }) => {
      const added = Math.min(longest - least, more)
      more -= added
      return least + added
    })
  }
}
