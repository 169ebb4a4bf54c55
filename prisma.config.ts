import { defineConfig } from 'prisma/config'

// For Prisma's CLI alone, which is a development tool here: `PRISMA_SCHEMA_ENGINE_BINARY=/bin/true CHECKPOINT_DISABLE=1` keep it
// off the network. The service reads neither this file nor an .env; it applies the migrations itself (adapters/prisma/migrator.ts).
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
