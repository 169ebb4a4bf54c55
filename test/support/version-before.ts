import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Stands for the version before while no release has a tag: the first tree that runs on a database of a later one. */
const first = 'd51166c046bfcf344c025566cf4f2de73854bb91'

/** The tree of the version before in a folder of its own, on the packages of this one. */
export type VersionBefore = { readonly commit: string; readonly folder: string; remove(): Promise<void> }

/** Throws where the clone has neither a tag nor that commit: a test that skips itself would hide what it is for. */
export async function openVersionBefore(): Promise<VersionBefore> {
  const commit = await git('describe', '--tags', '--abbrev=0', '--match=v*', 'HEAD^').catch(() => first)
  await git('cat-file', '-e', commit).catch(() => {
    throw new Error(`this clone lacks ${commit}, the version before: fetch all of the history (git fetch --unshallow --tags)`)
  })
  const folder = await mkdtemp(join(tmpdir(), 'sluice-before-'))
  await run('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', commit, folder], { cwd: root })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { commit, folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function git(...args: readonly string[]): Promise<string> {
  return (await run('git', [...args], { cwd: root })).stdout.trim()
}
