import { canonicalSystem, codeSystemName } from '../../base/codes/code-systems.ts'

/** Addresses that begin the code systems of standards bodies and agencies, next to those that have a short name. */
const publishers = [
  'http://terminology.hl7.org/',
  'http://hl7.org/fhir/',
  'https://bluebutton.cms.gov/',
  'https://www.nubc.org/',
  'http://www.cms.gov/',
  'https://www.cms.gov/',
  'https://x12.org/'
]

/** Whether a code can name nobody: it is of a public code system and looks like a code. */
export function isPublicCode(system: string, code: string): boolean {
  if (!/^[\w.+:/-]{1,40}$/.test(code)) return false
  const canonical = canonicalSystem(system)
  return codeSystemName(canonical) !== canonical && canonical !== ''
    ? true
    : publishers.some((start) => canonical.startsWith(start))
}
