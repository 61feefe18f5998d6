import { connectionAbout } from '../declarations/connection.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { connectionReportCommand } from './connection-report.ts'

/** `populus connection`: about the servers of connections, without a window. */
export const connectionCommand = defineGroup('populus connection', connectionAbout, {
  report: connectionReportCommand
})
