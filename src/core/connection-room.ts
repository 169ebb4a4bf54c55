/** Files that a process has open beside its connections; PGlite alone has some hundred. */
const OTHER_FILES = 256
/** Files for a connection. A control request needs a second file, to the control process; at most a quarter are such requests. */
const FILES_PER_CONNECTION = 1.25

/** Number of connections that fit into a limit of open files: at least a quarter of the limit, even where that is low. */
export function connectionsWithin(openFileLimit: number): number {
  return Math.max(1, Math.floor(openFileLimit / 4), Math.floor((openFileLimit - OTHER_FILES) / FILES_PER_CONNECTION))
}

/** Limit of open files that so many connections need. */
export function filesFor(connections: number): number {
  return Math.ceil(connections * FILES_PER_CONNECTION) + OTHER_FILES
}
