import type { CodeTable } from './expand.mjs'

/** Reads order files of ICD-10-CM or ICD-10-PCS, whose names tell the fiscal year. */
export function readOrderFiles(paths: readonly string[]): CodeTable
