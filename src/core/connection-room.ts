/** Files that a process has open beside its connections; PGlite alone keeps some hundred. */
const OTHER_FILES = 256
/** A control request costs a second file, to the control process; these get a quarter of the connections at most. */
const FILES_PER_CONNECTION = 1.25

/** How many connections fit into a process that may have so many files open; a quarter of them where that is few. */
export function connectionsWithin(openFileLimit: number): number {
  return Math.max(1, Math.floor(openFileLimit / 4), Math.floor((openFileLimit - OTHER_FILES) / FILES_PER_CONNECTION))
}

/** The limit that so many connections need. */
export function filesFor(connections: number): number {
  return Math.ceil(connections * FILES_PER_CONNECTION) + OTHER_FILES
}
