import { drainSuite } from '../support/drain-suite.ts'

drainSuite(1_000)
