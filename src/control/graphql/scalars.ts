import { GraphQLError } from 'graphql'
import { epochMsOf } from '../../core/moment.ts'
import { printable } from '../../core/result.ts'
import { builder } from './builder.ts'

builder.scalarType('DateTime', {
  description:
    'A moment in UTC, ISO 8601 with milliseconds: `2026-01-31T12:00:00.000Z`. For people: order is by number, never by clock.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: (value) => {
    const moment = new Date(typeof value === 'string' ? epochMsOf(value) : Number.NaN)
    if (!Number.isNaN(moment.getTime())) return moment
    const received = typeof value === 'string' ? printable(value) : typeof value
    throw new GraphQLError(`received ${received}, allowed is a moment such as 2026-01-31T12:00:00.000Z; send it with its offset`)
  },
})

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
})
