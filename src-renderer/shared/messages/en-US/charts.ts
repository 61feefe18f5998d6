import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of charts. */
export const chartsMessages = catalog({
  pointsArrowKeysMoveEnterOpens: (label: Text, noOnopen: boolean, noOnfilter: boolean) =>
    `${label}, points. Arrow keys move${noOnopen ? '' : ', Enter opens'}${noOnfilter ? '' : ', space filters'}.`,
  moreShowAsATable: (more: Text, label: Text) => `${more} more, show ${label} as a table`,
  moreMore: (more: Text) => `${more} more`,
  exportLabelAsType: (label: Text, type: Text) => `Export ${label} as ${type}`,
  chart: 'chart',
  spaceFilters: 'Space filters',
  clickFilters: 'Click filters',
  enterOpens: 'Enter opens',
  doubleClickOpens: 'double-click opens',
  clickOpens: 'Click opens'
})
