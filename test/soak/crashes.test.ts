import { crashSuite } from '../support/crash-suite.ts'

crashSuite({ steps: 300, seed: 2_026 })
