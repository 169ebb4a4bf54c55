// A process that locks the data folder in its first argument, says so on stdout, and holds it until it is ended by a signal.
import { writeSync } from 'node:fs'
import { lockDataFolder } from '../../../src/adapters/file/data-folder-lock.ts'

const lock = await lockDataFolder(process.argv[2] ?? '', 0)
writeSync(1, lock === undefined ? 'taken\n' : 'locked\n')
process.stdin.resume()
