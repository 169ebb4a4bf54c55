import { stat } from 'node:fs/promises'
import { errnoOf } from '../../core/file-trouble.ts'
import type { Clock } from '../../ports/clock.ts'
import type { GeoDatabase, GeoDatabaseName } from '../../ports/client-facts.ts'
import type { GeoContent } from './geo-content.ts'
import type { GeoSource } from './geo-source.ts'

export type WatchedDatabaseParts<Value> = {
  readonly name: GeoDatabaseName
  readonly source: GeoSource<Value>
  readonly clock: Pick<Clock, 'nowEpochMs' | 'after'>
  readonly maxAgeDays: number
  /** Called when its facts become known, unknown or other ones. */
  readonly onChange: () => void
  /** Called when a trouble begins and when it ends. */
  readonly onNews: (level: 'warn' | 'info', line: string) => void
  /** Reads one database at a time, since each is in memory as a whole meanwhile. */
  readonly inTurn: (read: () => Promise<void>) => Promise<void>
}

export type WatchedDatabase<Value> = {
  /** Content to look up in; undefined: its facts are unknown. */
  content(): GeoContent<Value> | undefined
  /** Looks for changes from now on. Resolves when it is open or unusable; undefined: it is. */
  open(): Promise<void> | undefined
  close(): void
  /** Undefined: it is closed. */
  view(): GeoDatabase | undefined
}

/** Pause between two looks for a change; a change is taken once the files stand still over two of them. */
const LOOK_MS = 3_000
const DAY_MS = 24 * 60 * 60 * 1_000
const MISSING = 'missing'

type State<Value> = { readonly kind: 'CLOSED' | 'OPENING' } | Outcome<Value>

/** Outcome of reading; a fault of the system may pass, so it is tried again at each look. */
type Outcome<Value> =
  | { readonly kind: 'READ'; readonly content: GeoContent<Value> }
  | { readonly kind: 'UNUSABLE'; readonly why: string; readonly mayPass: boolean }

/** Opens a database that is read anew when its files change. */
export function watchDatabase<Value>(parts: WatchedDatabaseParts<Value>): WatchedDatabase<Value> {
  const { name, source, clock, maxAgeDays, onChange, onNews, inTurn } = parts
  let state: State<Value> = { kind: 'CLOSED' }
  let usable: GeoContent<Value> | undefined
  /** Stamps of the files at the last look, and of those that were read. */
  let [seen, taken] = ['', '']
  let opening: Promise<void> | undefined
  let isInTrouble = false
  let cancelLook = (): void => undefined
  return {
    content: () => usable,
    open() {
      if (isAt('CLOSED')) {
        state = { kind: 'OPENING' }
        opening = look()
      }
      return isAt('OPENING') ? opening : undefined
    },
    close() {
      cancelLook()
      taken = ''
      become({ kind: 'CLOSED' })
    },
    view() {
      if (isAt('CLOSED')) return undefined
      const builtAtEpochMs = state.kind === 'READ' ? state.content.builtAtEpochMs : undefined
      return { name, source: source.name, builtAtEpochMs, trouble: describeTrouble() }
    },
  }

  async function look(): Promise<void> {
    const stamp = await stampOf(source.files())
    const isNew = stamp !== taken && (isAt('OPENING') || stamp === seen)
    seen = stamp
    if (isNew) await inTurn(() => take(stamp))
    if (isAt('CLOSED')) return
    become(state) // it may have grown too old
    cancelLook()
    cancelLook = clock.after(LOOK_MS, () => void look())
  }

  /** Takes the files that have this stamp, if they still have it once they are read. */
  async function take(stamp: string): Promise<void> {
    const outcome = stamp === MISSING ? missing : await readFrom(source)
    const isSame = (await stampOf(source.files())) === stamp
    if (isAt('CLOSED') || (!isSame && !isAt('OPENING'))) return
    taken = isSame && !(outcome.kind === 'UNUSABLE' && outcome.mayPass) ? stamp : ''
    become(outcome)
  }

  function become(next: State<Value>): void {
    const before = usable
    state = next
    usable = next.kind === 'READ' && ageDays(next.content) <= maxAgeDays ? next.content : undefined
    if (usable !== before) onChange()
    const trouble = describeTrouble()
    if ((trouble !== undefined) === isInTrouble) return
    isInTrouble = trouble !== undefined
    const end = isAt('CLOSED') ? 'is asked for no longer' : 'can be used again'
    onNews(isInTrouble ? 'warn' : 'info', trouble ?? `the ${name} database ${source.name} ${end}`)
  }

  function describeTrouble(): string | undefined {
    if (state.kind !== 'UNUSABLE' && (state.kind !== 'READ' || usable !== undefined)) return undefined
    const why =
      state.kind === 'UNUSABLE'
        ? state.why
        : `is ${Math.floor(ageDays(state.content))} days old, allowed are ${maxAgeDays} (GEO_MAX_AGE_DAYS)`
    return `the ${name} database ${source.name} ${why}; what it would tell of clients is unknown: ${source.remedy}`
  }

  function ageDays({ builtAtEpochMs }: GeoContent<Value>): number {
    return (clock.nowEpochMs() - builtAtEpochMs) / DAY_MS
  }

  function isAt(kind: State<Value>['kind']): boolean {
    return state.kind === kind
  }
}

const missing = { kind: 'UNUSABLE', why: 'is missing', mayPass: false } as const

async function readFrom<Value>(source: GeoSource<Value>): Promise<Outcome<Value>> {
  try {
    return { kind: 'READ', content: await source.read(source.files() ?? []) }
  } catch (error) {
    const why = `cannot be used: ${error instanceof Error ? error.message : String(error)}`
    return { kind: 'UNUSABLE', why, mayPass: errnoOf(error) !== undefined }
  }
}

/** Changes with each replacement of a file. */
async function stampOf(files: readonly string[] | undefined): Promise<string> {
  try {
    if (files === undefined) return MISSING
    const states = await Promise.all(files.map((file) => stat(file)))
    return states.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join()
  } catch (error) {
    const code = errnoOf(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? MISSING : (code ?? 'a fault')
  }
}
