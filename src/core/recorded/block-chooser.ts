/** Chooses one request of each block, at a drawn place: all have the same chance, and most cost a subtraction. */
export type BlockChooser = {
  /** Passes a request; true: it is the chosen one, and a call of `goOn` has to follow. */
  isChosen(): boolean
  /** Draws the place in the next block, which has this length. */
  goOn(length: number): void
  /** Leaves the present block, and begins one of this length. */
  beginAnew(length: number): void
}

/** Opens a chooser of which the first block has one request. */
export function openBlockChooser(random: () => number): BlockChooser {
  /** Requests up to the chosen one, and those behind it in its block. */
  let [ahead, behind] = [1, 0]
  return {
    isChosen() {
      ahead -= 1
      return ahead === 0
    },
    goOn: (length) => draw(length, behind),
    beginAnew: (length) => draw(length, 0),
  }

  function draw(length: number, passed: number): void {
    const place = Math.floor(random() * length)
    ahead = passed + place + 1
    behind = length - 1 - place
  }
}
