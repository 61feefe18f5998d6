import { sharedMessages as shared } from '#messages/shared.ts'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import type { SignedFile, SignedReport } from '#shared/contract/measures.ts'
import { groupedDigits, signatureSentence } from '#shared/governance/file-signature.ts'
import type { ContentReport } from '../../workers/content/content-protocol.ts'

/** The report of a signed import, as of one that a worker of the page read. */
export function reportOf({
  facts,
  notes,
  skipped,
  unassigned,
  valueSetCodes,
  cql
}: Omit<SignedReport, 'draft' | 'files'>): ContentReport {
  return {
    facts,
    notes,
    skipped,
    unassigned: codesOf(unassigned),
    valueSetCodes: codesOf(valueSetCodes),
    cql: cql.map(({ name, problems }) => ({
      name,
      problems: problems.map(({ severity, message, from, to, library }) => ({ severity, message, from, to, library }))
    }))
  }
}

/** Codes as they came from the services. */
export function codesOf(codes: SignedReport['unassigned']): readonly AddedCode[] {
  return codes.map(({ display, ...code }) => (display === undefined ? code : { ...code, display }))
}

/** Who signed some files, each sentence once, with the fingerprint of the key. */
export function sentencesOf(files: readonly SignedFile[]): readonly string[] {
  const unsigned = files.filter(({ verdict }) => verdict.state === 'unsigned').length
  if (unsigned === files.length) return []
  const signed = files.flatMap(({ verdict, fingerprint }) =>
    fingerprint === undefined
      ? []
      : [`${signatureSentence(verdict)} ${shared.fingerprintOfTheKey(groupedDigits(fingerprint))}`]
  )
  return [...new Set(signed), ...(unsigned === 0 ? [] : [shared.ofFilesHaveNoSignature(unsigned, files.length)])]
}
