import { crashSuite } from '../support/crash-suite.ts'

crashSuite({ steps: 24, seed: 4_563 })
