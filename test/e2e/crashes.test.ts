import { crashSuite } from '../support/crash-suite.ts'

crashSuite({ steps: 24, seed: 1_125 })
