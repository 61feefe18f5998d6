import * as v from 'valibot'
import { method, Natural, None } from '../method.ts'

/** Longest list in one import, in UTF-16 code units; it has to fit into one call. */
export const maxOptOutText = 900_000

/** People who do not want to be in what is made of the data. */
export const OptOuts = v.object({
  /** `locked`: there is a list, and the key is needed to read it. `damaged`: it was changed outside Populus. */
  state: v.picklist(['none', 'open', 'locked', 'damaged']),
  /** Ids of Patient resources, or record numbers. */
  people: v.array(v.string()),
  /** Milliseconds since 1970. */
  importedAt: v.optional(Natural)
})
export type OptOuts = v.InferOutput<typeof OptOuts>

/** Calls about people who opted out. */
export const consentMethods = {
  /** Who is left out of everything that is made of the data. */
  'consent.optOuts': method(None, OptOuts),
  /**
   * Takes a list, one person a line by the id of the Patient resource or by record number, in the place of the one before; an
   * empty one removes it. `not-allowed` while the keyring is not open.
   */
  'consent.importOptOuts': method(
    v.object({ text: v.pipe(v.string(), v.maxLength(maxOptOutText)) }),
    v.object({ people: Natural }),
    'consent.opt-outs-imported'
  )
} as const
