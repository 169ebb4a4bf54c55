import { spillingSuite } from '../support/spilling-suite.ts'

spillingSuite({ seconds: 60 })
