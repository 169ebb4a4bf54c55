import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Stands for the version before while no release has a tag: the first tree that runs on a database of a later one. */
const first = 'd51166c046bfcf344c025566cf4f2de73854bb91'

/** The last tree that knows no pools and rules, and refuses a revision with one. */
const withoutPools = 'ab7db2a4e5edf79e08a946fe558df4bd25ffbf33'

/** The last tree that checks no CDN. */
const withoutHealth = 'f58b27a9383f43846421e8414cba4cff8890b3bf'

/** The last tree whose configurations know no zones, nor anything else about clients. */
const withoutZones = 'f3cddb7b6963c5e97b2cdc8d9dd9f8446779fb2f'

/** The tree of an earlier version in a folder of its own, on the packages of this one. */
export type EarlierVersion = { readonly commit: string; readonly folder: string; remove(): Promise<void> }

export async function openVersionBefore(): Promise<EarlierVersion> {
  return openEarlierVersion(await git('describe', '--tags', '--abbrev=0', '--match=v*', 'HEAD^').catch(() => first))
}

export function openVersionWithoutPools(): Promise<EarlierVersion> {
  return openEarlierVersion(withoutPools)
}

export function openVersionWithoutHealth(): Promise<EarlierVersion> {
  return openEarlierVersion(withoutHealth)
}

export function openVersionWithoutZones(): Promise<EarlierVersion> {
  return openEarlierVersion(withoutZones)
}

/** Puts this version into the folder of an earlier one, as an upgrade in place does: what runs there goes on as it is. */
export async function upgradeInPlace({ folder }: EarlierVersion): Promise<void> {
  for (const part of ['src', 'prisma', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true, force: true })
}

/** Throws where the clone lacks that commit: a test that skips itself would hide what it is for. */
async function openEarlierVersion(commit: string): Promise<EarlierVersion> {
  await git('cat-file', '-e', commit).catch(() => {
    throw new Error(`this clone lacks ${commit}, an earlier version: fetch all of the history (git fetch --unshallow --tags)`)
  })
  const folder = await mkdtemp(join(tmpdir(), 'sluice-before-'))
  await run('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', commit, folder], { cwd: root })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { commit, folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function git(...args: readonly string[]): Promise<string> {
  return (await run('git', [...args], { cwd: root })).stdout.trim()
}
