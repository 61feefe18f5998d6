import type { IconName } from './icons.ts'

/** One line of a menu. */
export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  readonly onselect: () => void
  /** Why it cannot be used now. */
  readonly disabledReason?: string | undefined
  /** Present for items that are switched on and off. */
  readonly checked?: boolean
}
