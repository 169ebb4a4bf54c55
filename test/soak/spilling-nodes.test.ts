import { spillingNodesSuite } from '../support/spilling-nodes-suite.ts'

spillingNodesSuite({ seconds: 20 })
