import type { ChartTokens } from '../model/chart-tokens.ts'
import type { HatchUse } from '../model/hatch.ts'

/** How the statuses of gaps are drawn. Two have one color, and the pale one needs lines to be seen: hence lines in every look. */
export const statusLooks = {
  closed: { tone: 'closed', hatch: { lines: 'none', ink: 'page', always: false } },
  due: { tone: 'due', hatch: { lines: 'crossed', ink: 'page', always: false } },
  open: { tone: 'open', hatch: { lines: 'level', ink: 'page', always: false } },
  aside: { tone: 'excluded', hatch: { lines: 'falling', ink: 'page', always: true } },
  excluded: { tone: 'excluded', hatch: { lines: 'upright', ink: 'page', always: false } },
  nodata: { tone: 'nodata', hatch: { lines: 'rising', ink: 'ref', always: true } }
} as const satisfies Record<string, { readonly tone: keyof ChartTokens['statuses']; readonly hatch: HatchUse }>

/** A status that bars are made of. */
export type BarStatus = keyof typeof statusLooks
