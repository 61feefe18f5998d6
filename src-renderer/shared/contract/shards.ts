import * as v from 'valibot'
import { method } from './method.ts'
import { Id, None } from '../basic-schemas.ts'

/** Calls about the parts on disk of a population that does not fit into memory. */
export const shardMethods = {
  /**
   * Makes room on the disk for the parts of one population, encrypted under a key in memory. Paths below `/data/<id>/` are read and
   * paths below `/upload/<id>/` are written until it is closed: `list/<name>`, `drop/<name>`, `file/<name>`, `finish/<name>` and
   * `file/<name>/<offset>/<length>`. Something that is written to `close` closes it, for a page that goes away.
   */
  // The parts of what is opened, which needs its own rights.
  'shards.open': method(None, v.object({ id: Id }), 'figures', {
    read: 'data.read',
    facts: () => ({ what: 'population-parts' })
  }),
  /** Removes the parts. Nothing happens where they are gone already. */
  'shards.close': method(v.object({ id: Id }), None, 'anyone')
} as const
