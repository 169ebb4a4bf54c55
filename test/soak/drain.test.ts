import { drainSuite } from '../support/drain-suite.ts'

drainSuite(60_000)
