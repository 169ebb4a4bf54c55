import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { eventBusContract } from './event-bus.contract.ts'

eventBusContract('the bus inside one process', async () => {
  const bus = openInProcessEventBus()
  return { bus, other: bus, close: async () => bus.close() }
})
