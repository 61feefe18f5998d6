import { cliDataMessages as m } from '#messages/cli/data.ts'
import { readDefinitions } from '../../services/population/read-definitions.ts'

/**
 * The definitions of risk of this installation, as JSON.
 * @param resources the folder that holds `risk/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export function readRisk(resources: string): Promise<unknown[]> {
  return readDefinitions(resources, 'risk', m.definitionsOfRisk)
}
