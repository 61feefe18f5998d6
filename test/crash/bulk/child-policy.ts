import { quick } from '../../support/export-parts.ts'

/** Waits and attempts of exports that are killed, with so little between two syncs that many moments are worth dying at. */
export const childPolicy = { ...quick, syncBytes: 8 * 1024 }
