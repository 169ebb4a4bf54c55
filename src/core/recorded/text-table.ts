/** Texts that rows name by number, each kept once while a row uses it. */
export type TextTable = {
  /** Numbers a text, from 1 on, and counts one more use. */
  take(text: string): number
  /** Counts one use less. The number of a text without uses goes to another one. */
  release(id: number): void
  /** Copies the texts by their numbers. */
  list(): readonly (string | null)[]
}

export function openTextTable(): TextTable {
  const idOf = new Map<string, number>()
  const texts: (string | null)[] = [null]
  const uses = [0]
  const free: number[] = []
  return {
    take(text) {
      const id = idOf.get(text) ?? add(text)
      uses[id] = (uses[id] ?? 0) + 1
      return id
    },
    release(id) {
      const left = (uses[id] ?? 0) - 1
      uses[id] = left
      if (left > 0) return
      idOf.delete(texts[id] ?? '')
      texts[id] = null
      free.push(id)
    },
    list: () => texts.slice(),
  }

  /** Copies the text: as a part of a URL it would keep all of that in memory. */
  function add(text: string): number {
    const own = Buffer.from(text).toString()
    const id = free.pop() ?? texts.length
    idOf.set(own, id)
    texts[id] = own
    uses[id] = 0
    return id
  }
}
