import { healthEventsContract } from '../contract/health-events.contract.ts'
import { emptyHealthEvents } from '../support/health-events.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

healthEventsContract('PostgreSQL', () => emptyHealthEvents(database().client, other().client))
