import { builder } from './builder.ts'

builder.scalarType('DateTime', {
  description:
    'A moment in UTC, ISO 8601 with milliseconds: `2026-01-31T12:00:00.000Z`. For people: order is by number, never by clock.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
})

builder.scalarType('JSON', { description: 'Any JSON value.', serialize: (value) => value })
