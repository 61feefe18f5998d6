import { servicesRequirementsMessages as m } from '#messages/services/requirements.ts'
import { AppError } from '#shared/app-error.ts'
import type { ReportFileFormat, RequirementReport } from '#shared/requirements/requirement-report.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { ClockPort, PolicyPort } from '../../ports/host.ts'
import { scopesFor } from '../../auth/scopes.ts'
import type { SeenExport } from '../connections/compatibility.ts'
import type { ConnectionCheck } from '../connections/connection-check.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import { requestOf } from '../connections/request-of.ts'
import { judgeRequirements } from './judge-requirements.ts'
import { postmanCollection } from './postman-collection.ts'
import { reportCsv, reportJson } from './report-file.ts'
import type { ReportStore } from './report-store.ts'

/** What the reports stand on. */
export interface ReportDependencies {
  readonly connections: ConnectionService
  readonly check: ConnectionCheck
  readonly store: ReportStore
  readonly policies: Pick<PolicyPort, 'value'>
  readonly clock: ClockPort
  /** Exports of a connection from the server that it has now, newest first. */
  readonly exportsOf: (id: string) => Promise<readonly SeenExport[]>
}

/** How servers keep to the specifications, requirement by requirement. */
export interface RequirementReports {
  /**
   * Looks at the server, signs in, and keeps what was found in place of the report before.
   * @throws AppError `network` when the server cannot be asked, `invalid-input` when the connection is incomplete,
   * `not-allowed` while the keyring is locked
   */
  check(id: string): Promise<RequirementReport>
  /** The last report about the server that the connection has now. @throws AppError `not-allowed` while the keyring is locked */
  last(id: string): Promise<RequirementReport | undefined>
  /**
   * A file for others, without secrets and without anything of a person.
   * @param redact leaves out the name of the connection and every address of the server
   * @throws PolicyRefusal where no files are allowed, AppError `not-found` where there is no report yet
   */
  file(id: string, format: ReportFileFormat, redact: boolean): Promise<{ text: string; fileName: string }>
  forget(id: string): Promise<void>
}

const fileNames: Readonly<Record<ReportFileFormat, string>> = {
  json: 'connection-report.json',
  csv: 'connection-report.csv',
  postman: 'populus.postman_collection.json'
}

/** Makes the reports over the services for connections. */
export function createRequirementReports(dependencies: ReportDependencies): RequirementReports {
  const { connections, check, store, policies, clock, exportsOf } = dependencies

  async function last(id: string): Promise<RequirementReport | undefined> {
    const { settings } = await connections.get(id)
    const report = await store.read(id)
    return report?.base === settings.base ? report : undefined
  }

  async function collection(id: string, redact: boolean): Promise<string> {
    const { settings, discovered, types } = await connections.get(id)
    const profile = connections.profile(settings)
    const ask = requestOf(settings, profile, discovered?.server, await connections.ruleTypes())
    const version = profile.scopes === 'by-server' ? 'v2' : profile.scopes
    const scope = settings.scopes || scopesFor(types, version)
    const { tokenEndpoint } = discovered?.server ?? {}
    return postmanCollection({ settings, profile, tokenEndpoint, scope, ask, redact })
  }

  return {
    async check(id) {
      const { settings } = await connections.get(id)
      const { base, auth, mode, level } = settings
      const { discovery, token } = await check.observe(id)
      const exports = await exportsOf(id)
      const results = judgeRequirements({ base, auth, mode, level, discovery, token, exports })
      const report = { at: clock.now(), base, exports: exports.length, results }
      await store.write(id, report)
      return report
    },
    last,
    async file(id, format, redact) {
      if (!policies.value('AllowCsvExport')) throw new PolicyRefusal('AllowCsvExport', m.filesOfConnections)
      const fileName = fileNames[format]
      if (format === 'postman') return { text: await collection(id, redact), fileName }
      const report = await last(id)
      if (report === undefined) throw new AppError('not-found', m.thereIsNoReportYet)
      const { name } = (await connections.get(id)).settings
      const write = format === 'json' ? reportJson : reportCsv
      return { text: write(report, { name, redact }), fileName }
    },
    forget: (id) => store.forget(id)
  }
}
