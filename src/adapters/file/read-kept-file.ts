import { readTextFile } from './read-file.ts'

/**
 * Reads what a node has kept in a file of the data folder; undefined where there is none, or one that could not be used.
 * `onPassedOver` is called with such a file, and why. `content` names in words what it should hold.
 */
export async function readKeptFile<Kept>(
  path: string,
  { parse, content }: { readonly parse: (text: string) => Kept | undefined; readonly content: string },
  onPassedOver: (path: string, why: string) => void,
): Promise<Kept | undefined> {
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') onPassedOver(path, error.message)
    return undefined
  })
  if (text === undefined) return undefined
  const kept = parse(text)
  if (kept === undefined) onPassedOver(path, `it does not hold ${content} in JSON`)
  return kept
}
