/**
 * Returns the number of files that a process of the group may have open. Node raises the soft limit to the hard one when it starts.
 */
export function readOpenFileLimit(): number {
  Object.assign(process.report, { excludeNetwork: true }) // else it looks up the names of all peers; Node's types lack the field
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } }
  }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Infinity // "unlimited", or Windows, which has no such limit
}
