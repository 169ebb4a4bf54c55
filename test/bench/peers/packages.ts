import { spawnSync } from 'node:child_process'

/** Installs Debian's packages that are missing, which takes root. Returns those that are missing still. */
export function installMissing(packages: readonly string[]): readonly string[] {
  const missing = packages.filter((name) => !isInstalled(name))
  if (missing.length === 0 || process.getuid?.() !== 0) return missing
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  console.error(`installing ${missing.join(' ')}`)
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...missing)
  return missing.filter((name) => !isInstalled(name))
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' })
  return stdout === 'installed'
}
