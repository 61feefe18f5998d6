import { constants } from 'node:os'
import { errorCodes } from '#shared/app-error.ts'
import { auditActions } from '#shared/audit-action.ts'
import { CompletenessState } from '#shared/completeness.ts'
import { methods } from '#shared/contract/contract.ts'
import { ExportKind, ExportReason } from '#shared/export-run.ts'
import { exportStates } from '#shared/export-state.ts'

/** What stands in the log in the place of a text that is not known to be harmless. */
export const redacted = '[redacted]'

/** Words that come from the code or from Node itself. Anything else that is text could be a name, a path or an identifier. */
const vocabulary: ReadonlySet<string> = new Set([
  ...errorCodes,
  ...auditActions,
  ...Object.keys(methods),
  // How exports begin and end.
  ...exportStates,
  ...CompletenessState.options,
  ...ExportKind.options,
  ...ExportReason.options,
  ...Object.keys(constants.errno),
  // Codes of name look-ups and of TLS, which are not among those of the system.
  ...['ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'HOSTNAME_MISMATCH'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ...['aix', 'darwin', 'freebsd', 'linux', 'openbsd', 'sunos', 'win32', 'arm64', 'x64'],
  ...['electron', 'loopback', 'headless'],
  ...[
    'Error',
    'AppError',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'ReferenceError',
    'EvalError',
    'URIError',
    'AggregateError'
  ],
  ...[
    'AbortError',
    'TimeoutError',
    'NotFoundError',
    'ValiError',
    'DOMException',
    'undefined',
    'object',
    'string',
    'number'
  ],
  ...['clean-exit', 'abnormal-exit', 'killed', 'crashed', 'oom', 'launch-failed', 'integrity-failure'],
  // Screens and directives that a failure of the page names.
  ...['SecurityPolicyViolation', 'RuntimeError', 'CompileError', 'DataCloneError', 'QuotaExceededError'],
  ...['start', 'overview', 'registry', 'cost', 'patients', 'patient', 'measures', 'measure', 'gaps', 'content', 'cql'],
  ...['explore', 'views', 'sql', 'connections', 'sources', 'quality', 'snapshots', 'settings'],
  ...['connect-src', 'script-src', 'script-src-elem', 'style-src', 'style-src-elem', 'style-src-attr', 'img-src'],
  ...['worker-src', 'font-src', 'default-src', 'frame-src', 'media-src', 'object-src'],
  // What was changed next to a snapshot.
  ...['description', 'hold', 'accepted'],
  ...['SIGINT', 'SIGTERM', 'SIGHUP', 'interrupted', 'changed', 'torn', 'truncated', 'headless']
])

const patterns: readonly RegExp[] = [
  // Version numbers.
  /^\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  // Node's own error codes.
  /^ERR_[A-Z0-9_]{2,60}$/,
  // Codes of Node's HTTP parser.
  /^HPE_[A-Z_]{2,60}$/,
  // A place in source code.
  /^[A-Za-z0-9_-]+(?:\.[a-z]+)*\.(?:ts|js|mjs|cjs):\d{1,7}:\d{1,7}$/
]

/** Lets numbers, truth values and known words through and replaces every other text. */
export function redact(value: string | number | boolean): string | number | boolean {
  if (typeof value !== 'string') return value
  return vocabulary.has(value) || patterns.some((pattern) => pattern.test(value)) ? value : redacted
}
