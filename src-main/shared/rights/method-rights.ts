import type { DataExport } from '../contract/audit.ts'
import type { Input, MethodName } from '../contract/contract.ts'
import type { Need } from './right.ts'
import { needsOfSettings } from './setting-rights.ts'

type MethodNeeds = {
  readonly [M in MethodName]: Need | ((input: Input<M>) => readonly Need[])
}

const lists = { anyOf: ['connections', 'refresh', 'figures'] } as const
const exporting = { anyOf: ['connections', 'refresh'] } as const

/** What each call needs. A call that is not here does not compile. */
const methodNeeds: MethodNeeds = {
  'app.info': 'anyone',
  'app.misplaced': 'anyone',
  'page.address': 'anyone',
  'page.failed': 'anyone',
  'policies.get': 'anyone',
  'page.pdf': 'export-figures',
  'progress.show': 'anyone',
  // A place and no data; what is opened there needs its own rights.
  'links.take': 'anyone',
  'settings.get': 'anyone',
  'settings.set': (changes) => needsOfSettings(changes),
  'consent.optOuts': 'figures',
  'consent.importOptOuts': 'security',
  'matching.journal': 'figures',
  'matching.decide': 'work',
  'consent.recordRules': 'figures',
  'consent.setRecordRules': 'security',
  'roles.mine': 'anyone',
  'roles.list': 'roles',
  'roles.assign': 'roles',
  'keyring.state': 'anyone',
  'keyring.create': 'anyone',
  'keyring.unlock': 'anyone',
  'keyring.unlockByOwner': 'anyone',
  'keyring.setOwnerLock': 'anyone',
  'keyring.usePassphrase': 'anyone',
  'keyring.lock': 'anyone',
  'keyring.touch': 'anyone',
  // Who has the old passphrase, or the recovery key on paper, could open the data with them anyway.
  'keyring.changePassphrase': 'anyone',
  'keyring.recover': 'anyone',
  'keyring.makeRecovery': 'security',
  'keyring.rotate': 'security',
  // Destroys nothing, and works on locked data only, when nobody's role is known.
  'keyring.startOver': 'anyone',
  'backup.state': 'security',
  'backup.choose': 'security',
  'backup.make': 'security',
  'backup.receive': 'security',
  'backup.check': 'security',
  'backup.restore': 'security',
  'backup.withdraw': 'security',
  'backup.cancel': 'security',
  'drafts.list': 'anyone',
  'drafts.save': 'anyone',
  'drafts.remove': 'anyone',
  'boards.save': 'figures',
  'boards.remove': 'figures',
  'imports.choose': 'load',
  'imports.pending': 'load',
  'imports.stream': 'figures',
  // Releases what is no longer used, also when the data were locked in between.
  'imports.close': 'anyone',
  // The parts of what is opened, which needs its own rights.
  'shards.open': 'figures',
  'shards.close': 'anyone',
  'sample.open': 'load',
  'sandbox.start': 'load',
  // What is stored and when, without a person; who unlocks has to see that there is something to unlock.
  'snapshots.list': 'anyone',
  'snapshots.retention': 'anyone',
  'snapshots.open': 'figures',
  'snapshots.begin': 'load',
  'snapshots.addFiles': 'load',
  'snapshots.take': 'load',
  // The columns of an opened snapshot are made anew by whoever opens it; a part of a new one needs a start.
  'snapshots.upload': ({ part }) => [part === 'cache' ? 'figures' : 'load'],
  'snapshots.commit': 'load',
  'snapshots.abandon': 'anyone',
  'snapshots.hold': 'snapshots',
  'snapshots.accept': 'snapshots',
  'snapshots.delete': 'snapshots',
  'connections.list': lists,
  'connections.needs': lists,
  'connections.compatibility': exporting,
  'connections.publicJwks': exporting,
  'connections.discover': 'connections',
  'connections.create': 'connections',
  'connections.change': 'connections',
  'connections.confirm': 'connections',
  'connections.delete': 'connections',
  'connections.setSecret': 'connections',
  'connections.makeKey': 'connections',
  'connections.importKey': 'connections',
  'connections.useKey': 'connections',
  'connections.revokeKey': 'connections',
  'connections.removeKey': 'connections',
  'connections.checkJwks': 'connections',
  'connections.signIn': exporting,
  'connections.beginSignIn': exporting,
  'connections.cancelSignIn': exporting,
  'connections.signOut': exporting,
  'connections.report': exporting,
  'connections.groups': 'connections',
  'vendors.list': lists,
  'vendors.change': 'connections',
  'vendors.reset': 'connections',
  'exports.list': lists,
  'exports.get': lists,
  'exports.files': exporting,
  'exports.log': exporting,
  'exports.logFile': exporting,
  'exports.start': 'refresh',
  'exports.pause': 'refresh',
  'exports.resume': 'refresh',
  'exports.cancel': 'refresh',
  'exports.restart': 'refresh',
  'exports.fetchMissing': 'refresh',
  'exports.checkNow': 'refresh',
  'exports.delete': 'refresh',
  'schedule.get': lists,
  'schedule.preview': exporting,
  'schedule.set': 'connections',
  'health.series': exporting,
  'content.list': { anyOf: ['figures', 'content'] },
  'content.imported': { anyOf: ['figures', 'content'] },
  'content.open': { anyOf: ['figures', 'content'] },
  'content.choose': 'content',
  'content.upload': 'content',
  'content.commit': 'content',
  'content.remove': 'content',
  'measures.results': 'figures',
  'measures.keepResults': 'figures',
  'measures.ran': 'figures',
  'worklist.read': 'people',
  'worklist.populations': 'people',
  'worklist.views': 'people',
  'worklist.setViews': 'people',
  'worklist.add': 'work',
  'worklist.receive': 'work',
  'worklist.carryOn': 'work',
  'identity.reveal': 'identity',
  'data.read': ({ what, names }) => [
    ...(what === 'sql-result' || what === 'view-result' ? ['query' as const] : ['people' as const]),
    ...(names ? ['identity' as const] : [])
  ],
  'data.exporting': needsOfExport,
  'data.exported': 'anyone',
  'audit.list': 'audit',
  'audit.verify': 'audit',
  'audit.acknowledge': 'audit',
  'audit.export': 'audit',
  'governance.agreements': 'anyone',
  'governance.addAgreement': 'security',
  'governance.endAgreement': 'security',
  // Titles and hashes; the page says of each figure whether its definition is approved.
  'governance.definitions': { anyOf: ['figures', 'content', 'approve', 'audit'] },
  'governance.decideDefinition': ({ state }) =>
    state === 'approved' || state === 'retired' ? ['approve'] : ['content'],
  'governance.signOffs': 'figures',
  'governance.signOff': 'content',
  'governance.frozen': 'figures',
  'audit.reveals': 'audit',
  'audit.reviewReveal': 'audit',
  'audit.anomalies': 'audit',
  'audit.watch': 'audit',
  'audit.sinkState': 'audit',
  'audit.sinkSend': 'audit'
}

const aboutGroups: ReadonlySet<DataExport['what']> = new Set<DataExport['what']>([
  'board',
  'scorecard',
  'rates',
  'changes',
  'measure-report',
  'pack',
  'chart',
  'figures',
  'rejects'
])

function needsOfExport({ what, names }: Pick<DataExport, 'what' | 'names'>): readonly Need[] {
  return [aboutGroups.has(what) ? 'export-figures' : 'export-people', ...(names ? ['export-identity' as const] : [])]
}

/** What a call with this input needs. @param input checked against the schema of the call */
export function needsOf<M extends MethodName>(name: M, input: Input<M>): readonly Need[] {
  const need = methodNeeds[name]
  return typeof need === 'function' ? need(input) : [need]
}
