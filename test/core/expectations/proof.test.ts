import { proofSuite } from '../../support/proof-suite.ts'

proofSuite({ configs: 150 })
