import * as v from 'valibot'
import { VendorSwitches } from './connection-settings.ts'

const Short = v.pipe(v.string(), v.trim(), v.maxLength(200))

/** A vendor profile as it is shown and changed. */
export const VendorEntry = v.object({
  id: Short,
  name: v.string(),
  /** In force: the defaults with the changes of this installation. */
  switches: VendorSwitches,
  defaults: VendorSwitches,
  /** Names of the switches that differ from the defaults. */
  changed: v.array(v.string()),
  /** Whether a person can sign in at these servers, as their vendor documents it. */
  personSignIn: v.picklist(['needed', 'offered', 'no', 'unknown']),
  /** What an administrator has to know, in plain sentences. */
  notes: v.array(v.string()),
  /** Where the defaults are from. */
  sources: v.array(v.string()),
  /** What to do at this vendor so that Populus may sign in, step by step. */
  registration: v.array(v.object({ title: v.string(), text: v.string() }))
})
export type VendorEntry = v.InferOutput<typeof VendorEntry>
