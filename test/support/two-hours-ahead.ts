/** For `--import`: a clock that is set two hours ahead. `Date` is all that the program reads of the wall clock. */
export const twoHoursAhead = `data:text/javascript,${encodeURIComponent(`
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...parts) { if (parts.length === 0) super(RealDate.now() + 7200000); else super(...parts) }
    static now() { return RealDate.now() + 7200000 }
  }
`)}`
