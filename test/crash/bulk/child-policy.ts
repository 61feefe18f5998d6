import { quick } from '../../support/export-parts.ts'

/** The patience of exports that are killed, with so little between two syncs that many moments are worth dying at. */
export const childPolicy = { ...quick, syncBytes: 8 * 1024 }
