import type { TimeOffset, Window } from '#engine/cohorts/definition/criteria.ts'

/** Ways in which the days of an event are limited. */
export const windowKinds = ['any', 'back', 'between', 'dates'] as const
export type WindowKind = (typeof windowKinds)[number]

/** How a window is shown in the form. */
export function kindOfWindow(window: Window | undefined): WindowKind {
  if (window === undefined) return 'any'
  if (window.type === 'dates') return 'dates'
  return window.to === undefined && (window.from?.amount ?? 0) <= 0 ? 'back' : 'between'
}

const yearBefore: TimeOffset = { amount: -12, unit: 'months' }

/** The window that a kind begins with. */
export function windowOfKind(kind: WindowKind, anchor: 'as-of' | 'index'): Window | undefined {
  if (kind === 'any') return undefined
  if (kind === 'dates') return { type: 'dates' }
  if (kind === 'back') return { type: 'relative', anchor, from: yearBefore }
  return { type: 'relative', anchor, from: { amount: 0, unit: 'days' }, to: { amount: 90, unit: 'days' } }
}
