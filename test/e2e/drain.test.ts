import { drainSuite } from '../support/drain-suite.ts'

drainSuite(500)
