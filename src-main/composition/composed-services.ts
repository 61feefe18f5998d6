import type { RoleState } from '#shared/roles/role.ts'
import type { Settings } from '#shared/settings-schema.ts'
import type { Dispatch } from '../api/dispatch.ts'
import type { Site } from '../api/site.ts'
import type { TrayStatus } from '../host/process/tray-status.ts'

/** What a host connects to its window or its server. */
export interface Services {
  /** The control plane. */
  readonly dispatch: Dispatch
  /** The page and the data plane. */
  readonly site: Site
  /** What the user may do now. */
  access(): Promise<RoleState>
  /** The settings in force. */
  settings(): Settings
  /** What goes on with exports, for the icon in the notification area. */
  tray(): TrayStatus
  /** Something to load came from outside the page: command line, second start, file association. */
  offer(paths: readonly string[]): void
  /** Follows a link from outside; what is no link of the program is ignored. */
  follow(link: string): void
  /** Lets another process change what is kept; call when the program ends. */
  close(): Promise<void>
}
