import * as v from 'valibot'
import { method } from './method.ts'
import { Id, Natural, None } from '../basic-schemas.ts'

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
  /**
   * Opens the parts of an opened snapshot, which are only read, by `file/<name>/<offset>/<length>`. `not-found` where it has none,
   * `unreadable-file` for damaged ones, `not-supported` for those of a later version.
   */
  'shards.openSaved': method(
    v.object({ snapshot: Id }),
    v.object({ id: Id, files: v.array(v.object({ name: v.string(), bytes: Natural })) }),
    'figures',
    {
      read: 'data.read',
      facts: ({ snapshot }) => ({ what: 'population-parts', snapshot })
    }
  ),
  /**
   * As `shards.open`, for an opened snapshot that was made from another one by what had changed. The parts of that one are read by
   * `base/<name>/<offset>/<length>` and `base-list/<name>`, and become those of this population by `take/<name>`. `not-found` where there
   * are none, `unreadable-file` for damaged ones, `not-supported` for those of a later version.
   */
  'shards.openRefresh': method(
    v.object({ snapshot: Id }),
    v.object({
      id: Id,
      base: v.array(v.object({ name: v.string(), bytes: Natural })),
      /** Of each file of the snapshot before, the offsets of the lines that hold no longer. */
      blanked: v.array(v.array(Natural))
    }),
    'figures',
    {
      read: 'data.read',
      facts: ({ snapshot }) => ({ what: 'population-parts', snapshot })
    }
  ),
  /**
   * Keeps the parts of an open population in a snapshot that is being saved or was opened, in the place of those before. They are not
   * written again.
   */
  // Like columns: whoever opens a snapshot makes them again; those of a new one need a start.
  'shards.save': method(v.object({ id: Id, snapshot: Id }), None, 'figures'),
  /** Reads all parts; rejects with `unreadable-file` where one is not what was written. */
  'shards.check': method(v.object({ id: Id }), None, 'figures'),
  /** Removes the parts, but for those of a snapshot. Nothing happens where they are gone already. */
  'shards.close': method(v.object({ id: Id }), None, 'anyone')
} as const
