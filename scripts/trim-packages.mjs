// Removes what packages bring and a service never loads. For installs without development packages alone: the others need types.
// Plain JavaScript without dependencies, as prepare.mjs, which runs it after an install. The Dockerfile runs it by itself.
import { lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** By their path in node_modules. */
const neverLoaded = [
  // A compiler of queries for each database, fast and small, for both kinds of modules: 70 MB, of which one file of 5 MB is loaded.
  /^@prisma\/client\/runtime\/query_compiler_(?!fast_bg\.postgresql\.(?:wasm-base64\.)?mjs$)/,
  /^@prisma\/client\/runtime\/wasm-compiler-edge\./,
  // Headers of Node's own sources, to compile addons against: 70 MB.
  /^(?:\.sluice-node\/node_modules\/)?node-[^/]+\/include\//,
  // The same data in other forms: 45 MB.
  /^@ip-location-db\/asn\/(?:asn-ipv4|asn-ipv6)\.csv$/,
  /^@ip-location-db\/geo-whois-asn-country-mmdb\/.*-ipv[46]\.mmdb$/,
  /\.(?:map|d\.[cm]?ts)$/,
]

/** Tells in node_modules that files are missing which development needs. `npm ci` removes it, `npm install` leaves it there. */
export const trimMark = '.sluice-trimmed'

export function trimPackages(modules) {
  writeFileSync(join(modules, trimMark), '')
  for (const path of filesOf(modules)) {
    const name = relative(modules, path).split(sep).join('/')
    if (neverLoaded.some((pattern) => pattern.test(name))) rmSync(path, { force: true })
  }
}

/** What the files take on the disk. */
export function megabytesOf(modules) {
  const bytes = filesOf(modules).reduce((sum, path) => {
    const { size = 0, blocks } = lstatSync(path, { throwIfNoEntry: false }) ?? {} // a service that runs writes to its cache
    return sum + (blocks === undefined ? size : blocks * 512)
  }, 0)
  return Math.round(bytes / 1024 / 1024)
}

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
}

if (import.meta.main) trimPackages('node_modules')
